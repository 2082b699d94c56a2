/** Which programs are trained on: a hash of the true program's text, 90 % train, 5 % dev, 5 % test. */
export type Split = 'train' | 'dev' | 'test'

export function splitOf(code: string): Split {
  let h = 0x811c9dc5
  for (let i = 0; i < code.length; i++) h = Math.imul(h ^ code.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  const bucket = ((h ^ (h >>> 15)) >>> 0) % 20
  return bucket === 18 ? 'dev' : bucket === 19 ? 'test' : 'train'
}
