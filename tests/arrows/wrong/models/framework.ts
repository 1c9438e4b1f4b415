import { h } from 'solid-js'
export const view = h
