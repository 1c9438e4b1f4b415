/**
 * Pages of prose, by kind: content/concepts/quorum.mdx is `concepts/quorum`. What each kind must have
 * is its schema; a page that lacks a part fails the build by name. Explainers are not here: they are
 * TypeScript (content/explainers), since their steps are bound to a model's types.
 */
import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
import { z } from 'astro/zod'

const source = z.object({
  title: z.string(),
  authors: z.string(),
  year: z.int().min(1900),
  where: z.string().optional(),
  url: z.url().optional(),
})

const review = z.object({ question: z.string(), answer: z.string() })

const page = z.object({
  title: z.string(),
  /** One sentence for lists, search and feeds. */
  description: z.string().max(200),
  published: z.iso.date(),
  updated: z.iso.date(),
})

/** What every page that teaches has besides. */
const lesson = page.extend({
  group: z.string(),
  sources: z.array(source).min(3),
  /** Pages to read before, and next: "concepts/quorum". */
  before: z.array(z.string()).default([]),
  next: z.array(z.string()).default([]),
})

const schema = z.discriminatedUnion('kind', [
  page.extend({ kind: z.literal('page') }),
  lesson.extend({
    kind: z.literal('concept'),
    /** In one sentence. */
    definition: z.string(),
    review: z.array(review).min(2).max(3),
  }),
  lesson.extend({ kind: z.literal('article'), minutes: z.int().positive() }),
  lesson.extend({ kind: z.literal('topic') }),
  lesson.extend({
    kind: z.literal('playground'),
    /** A figure of content/figures.ts. */
    figure: z.string(),
  }),
  lesson.extend({
    kind: z.literal('note'),
    /** When to pick it, in one sentence. */
    pick: z.string(),
    review: z.array(review).min(2),
  }),
])

export const collections = {
  prose: defineCollection({
    loader: glob({
      base: '../content',
      pattern: ['{concepts,articles,topics,playgrounds,notes}/*.mdx', '*.mdx'],
    }),
    schema,
  }),
}
