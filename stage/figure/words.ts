/** Words of a caption that name something: the subjects they mean, and listening to them. */
import type { Scene } from '@orrery/engine/model/scene.ts'

/** The subjects that a word in a caption names in this scene. */
export function subjectsNamed(word: Element, scene: Scene | undefined): readonly string[] {
  const subject = word.getAttribute('data-subject')
  if (subject !== null) return [subject]
  const role = word.getAttribute('data-role')
  if (role === null || scene === undefined) return []
  return scene.marks.flatMap((mark) =>
    mark.role === role && mark.subject !== undefined ? [mark.subject] : [],
  )
}

/** The word that an event is about, if it is about one. */
export function wordOf(event: Event): Element | undefined {
  return event.target instanceof Element ? (event.target.closest('.fig-word') ?? undefined) : undefined
}
