import { createSignal } from 'solid-js'
export const view = createSignal
