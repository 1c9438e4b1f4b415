/** Computes the facts in Node and hands them to the tests in the browser. */
import type { TestProject } from 'vitest/node'
import { facts, type Facts } from './facts.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    facts: Facts
  }
}

export default async function provideFacts(project: TestProject): Promise<void> {
  project.provide('facts', await facts())
}
