/** The one reader of numbers, of a problem's right answer and of responses. */
export { inUnitOf } from './compare.ts'
export { mentionsOf } from './mentions.ts'
export type { Mention } from './mentions.ts'
export { readQuantity } from './quantity.ts'
export type { Quantity } from './quantity.ts'
