/** The reader's choice of theme, kept in this browser. Without a choice the system decides. */

export type ThemeChoice = 'system' | 'paper' | 'night'

const ring: readonly ThemeChoice[] = ['system', 'paper', 'night']
const key = 'theme'

/** Also the theme where the browser keeps nothing (private windows may refuse). */
export function readTheme(): ThemeChoice {
  try {
    const kept = localStorage.getItem(key)
    return ring.find((theme) => theme === kept) ?? 'system'
  } catch {
    return 'system'
  }
}

export function writeTheme(theme: ThemeChoice): void {
  try {
    localStorage.setItem(key, theme)
  } catch {
    // It then lasts as long as the page.
  }
}

export function showTheme(theme: ThemeChoice): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

export const nextTheme = (theme: ThemeChoice): ThemeChoice => ring[(ring.indexOf(theme) + 1) % ring.length]!

/** Runs in the head, before anything is drawn, so that no page flashes in the other theme. */
export const beforePaint =
  "document.documentElement.classList.add('js');try{var t=localStorage.getItem('theme');" +
  "if(t==='paper'||t==='night')document.documentElement.dataset.theme=t}catch(e){}"
