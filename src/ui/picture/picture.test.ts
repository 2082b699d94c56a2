import { describe, expect, it } from 'vitest'
import { drawBars } from './bars.ts'
import { drawCurves } from './curves.ts'
import { drawStrip } from './strip.ts'
import { escaped, mix, svgFile, type Colours } from './svg.ts'

const colours: Colours = {
  bg: 'rgb(255, 255, 255)',
  sunk: 'rgb(240, 240, 236)',
  ink: 'rgb(0, 0, 1)',
  ink2: 'rgb(0, 0, 2)',
  ink3: 'rgb(0, 0, 3)',
  line: 'rgb(0, 0, 4)',
  line2: 'rgb(0, 0, 5)',
  student: 'rgb(210, 102, 11)',
  studentInk: 'rgb(150, 68, 0)',
  teacher: 'rgb(58, 94, 208)',
  teacherInk: 'rgb(40, 71, 173)',
  pass: 'rgb(18, 114, 74)',
  tintMax: 0.46,
}
const strip = {
  title: 'Attempt 1',
  note: 'a problem',
  pieces: ['x', ' <y> & "z"', '<|im_end|>'],
  credit: [0.5, -2, 0],
  peak: 2,
  neutral: false,
  pinned: 1,
}
/** Left and right ends of every rectangle. */
const spans = (body: string) =>
  [...body.matchAll(/<rect x="([-\d.]+)" y="[-\d.]+" width="([\d.]+)"/g)].map((m): [number, number] => [
    Number(m[1]),
    Number(m[1]) + Number(m[2]),
  ])

describe('pictures', () => {
  it('hold what a token may hold, and nothing that breaks the file', () => {
    const file = svgFile(drawStrip(strip, colours), colours, 'a < b')
    expect(file).toContain('&lt;y&gt; &amp; &quot;z&quot;')
    expect(file).toContain('<title>a &lt; b</title>')
    expect(file).not.toMatch(/NaN|undefined|Infinity/)
    expect(escaped('a\u0000b')).toBe('a\ufffdb')
  })

  it('draw praise up in the teacher\u2019s colour, blame down in the student\u2019s, with their numbers', () => {
    const { body } = drawStrip(strip, colours)
    expect(body).toContain('>+0.50<')
    expect(body).toContain('>\u22122.00<')
    expect(body.split(`fill="${colours.teacher}"`).length - 1).toBe(2)
    expect(body.split(`fill="${colours.student}"`).length - 1).toBe(2)
    expect(drawStrip({ ...strip, neutral: true }, colours).body).not.toContain(colours.teacher)
  })

  it('wrap a long attempt and stay inside their width', () => {
    const pieces = Array.from({ length: 40 }, (_, i) => `token${i}`)
    const drawing = drawStrip({ ...strip, pieces, credit: pieces.map((_, i) => Math.sin(i)) }, colours)
    expect(drawing.height).toBeGreaterThan(drawStrip(strip, colours).height)
    for (const [left, right] of spans(drawing.body)) {
      expect(left).toBeGreaterThanOrEqual(0)
      expect(right).toBeLessThanOrEqual(drawing.width)
    }
  })

  it('draw bars as long as their probabilities', () => {
    const rows = [
      { id: 1, student: 0.5, teacher: 0.25, after: 0.4, sampled: true },
      { id: null, student: 0.5, teacher: 0.75, after: null, sampled: false },
    ]
    const { body } = drawBars({ title: 't', note: '', rows, pieceOf: () => 'x' }, colours)
    const lengthOf = (fill: string) =>
      [
        ...body.matchAll(
          new RegExp(`width="([\\d.]+)" height="15" fill="${fill.replace(/[()]/g, '\\$&')}"`, 'g'),
        ),
      ].map((m) => Number(m[1]))
    const [student, teacher] = [lengthOf(colours.student), lengthOf(colours.teacher)]
    expect(student).toHaveLength(2)
    expect(teacher[0]! / student[0]!).toBeCloseTo(0.5, 2)
    expect(teacher[1]! / student[1]!).toBeCloseTo(1.5, 2)
  })

  it('draw a gap where an update was skipped, and the first pass', () => {
    const curve = drawCurves(
      { title: 't', note: '', curves: [{ name: 'Loss', values: [1, null, 0.5, 0.2] }], firstPass: 3 },
      colours,
    ).body
    expect(curve).toMatch(/d="M[\d.]+ [\d.]+M[\d.]+ [\d.]+L[\d.]+ [\d.]+"/)
    expect(curve).toContain('first pass, update 3')
    expect(
      drawCurves({ title: 't', note: '', curves: [{ name: 'Loss', values: [] }], firstPass: null }, colours)
        .body,
    ).not.toMatch(/NaN|Infinity|first pass/)
  })

  it('mix colours as the page does', () => {
    expect(mix('rgb(0, 0, 0)', 'rgb(200, 100, 50)', 0.25)).toBe('rgb(150, 75, 38)')
  })
})
