import { page } from '../site/page.ts'
export const stage = page
