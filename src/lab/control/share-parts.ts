/** The parts of a link that can be misread, by their keys, as a person is told of them. */
export const partNames = {
  s: 'seed',
  c: 'settings',
  q: 'problem',
  o: 'file',
  u: 'update',
  b: 'act',
  a: 'attempt',
  t: 'token',
  m: 'credit',
  g: 'level',
  l: 'lesson page',
}
