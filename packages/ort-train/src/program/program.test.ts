/** What a program checks: names and types by the compiler, shapes at every run; and that equal options share a session. */
import { afterAll, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { nativeRuntime } from '../../../../scripts/native-runtime.ts'
import * as ops from '../graph/ops.ts'
import type { Tensor } from '../graph/graph.ts'
import { Value } from '../runtime/value.ts'
import { f32, i64 } from './inputs.ts'
import { optionsKey } from './options-key.ts'
import { onDevice, onHost } from './outputs.ts'
import { program } from './program.ts'
import { SessionPool } from './session-pool.ts'

const runtime = nativeRuntime({ threads: 1 })
const pool = new SessionPool(runtime)
afterAll(() => pool.release())

const line = program({
  inputs: ({ n, shifted }: { n: number; shifted?: boolean }) => ({
    theta: f32([2]),
    data: { x: f32([n]), rows: i64([n]) },
    shift: shifted ? f32([]) : undefined,
  }),
  build: ({ theta, data, shift }) => {
    const [slope, intercept] = [ops.slice(theta, 0, 0, 1), ops.slice(theta, 0, 1, 2)]
    const y = ops.add(ops.mul(ops.gather(data.x, data.rows), slope), intercept)
    return {
      y,
      doubled: onDevice(ops.mul(y, 2)),
      rows: onHost(data.rows, 'i64'),
      ...(shift && { moved: ops.add(y, shift) }),
    }
  },
}).compile(pool)
const feeds = { theta: Float32Array.of(3, -2), data: { x: Float32Array.of(0, 1), rows: [1, 0] } }

describe('running a program', () => {
  it('gives results by name, on the host or as values that can be fed again', async () => {
    const result = await line.run({ n: 2 }, feeds)
    expectTypeOf(result.y).toEqualTypeOf<Float32Array>()
    expectTypeOf(result.doubled).toEqualTypeOf<Value<'f32'>>()
    expectTypeOf(result.rows).toEqualTypeOf<BigInt64Array>()
    expect([...result.y]).toEqual([1, -2])
    expect([...result.rows]).toEqual([1n, 0n])
    const again = await line.run({ n: 2 }, { ...feeds, data: { ...feeds.data, x: result.doubled } })
    expect([...again.y]).toEqual([3 * -4 - 2, 3 * 2 - 2])
    expect(result.moved).toBeUndefined()
    expect([...(await line.run({ n: 2, shifted: true }, { ...feeds, shift: 5 })).moved!]).toEqual([6, 3])
  })

  it.each<[string, Parameters<typeof line.run>[1], string]>([
    ['another shape', { ...feeds, theta: Float32Array.of(1, 2, 3) }, 'theta: [3] fed, [2] wanted'],
    [
      'a value of another shape',
      { ...feeds, theta: runtime.value('f32', [1, 2], Float32Array.of(1, 2)) },
      'theta: [1,2] fed, [2] wanted',
    ],
    [
      'an input of a group',
      { ...feeds, data: { ...feeds.data, rows: [0] } },
      'data.rows: [1] fed, [2] wanted',
    ],
    [
      'what these options have not',
      { ...feeds, shift: 1 },
      'shift: fed, and not an input under these options',
    ],
    [
      'too little',
      { theta: feeds.theta, data: { rows: [0, 1] } as unknown as typeof feeds.data },
      'data.x: not fed',
    ],
    [
      'another type',
      { ...feeds, theta: new Int32Array(2) as unknown as Float32Array },
      'theta: Int32Array fed, f32 wanted',
    ],
  ])('says what is wrong with %s', async (_name, wrong, message) => {
    await expect(line.run({ n: 2 }, wrong)).rejects.toThrow(message)
  })

  it('is not compiled with a wrong name or element type', () => {
    const wrong = [
      // @ts-expect-error: the input is theta
      () => line.run({ n: 2 }, { thata: feeds.theta, data: feeds.data }),
      // @ts-expect-error: theta is f32
      () => line.run({ n: 2 }, { ...feeds, theta: new Int32Array(2) }),
      // @ts-expect-error: rows are missing
      () => line.run({ n: 2 }, { theta: feeds.theta, data: { x: feeds.data.x } }),
      // @ts-expect-error: the option is n
      () => line.run({ m: 2 }, feeds),
      // @ts-expect-error: the result is y
      async () => (await line.run({ n: 2 }, feeds)).z,
    ]
    expect(wrong).toHaveLength(5)
  })

  it('names an output whose element type is another than declared', () => {
    const wrong = program({ inputs: () => ({ rows: i64([1]) }), build: ({ rows }) => ({ rows }) })
    expect(() => wrong.graph({})).toThrow('rows: an output of i64 was declared to be of f32.')
  })
})

describe('sessions', () => {
  it('are made once for equal options, whatever the order of their keys, and let go beyond a limit', async () => {
    const load = vi.spyOn(runtime, 'load')
    const small = new SessionPool(runtime, 2)
    const sum = program({
      inputs: ({ n }: { n: number; tag?: string }) => ({ x: f32([n]) }),
      build: ({ x }) => ({ total: ops.total(x) }),
    }).compile(small)
    const run = async (options: { n: number; tag?: string }) =>
      (await sum.run(options, { x: new Float32Array(options.n).fill(1) })).total[0]
    expect(await run({ n: 3, tag: 'a' })).toBe(3)
    expect(await run({ tag: 'a', n: 3 })).toBe(3)
    expect(load).toHaveBeenCalledTimes(1)
    for (const n of [4, 5]) await run({ n })
    expect(await run({ n: 3, tag: 'a' })).toBe(3)
    expect(load).toHaveBeenCalledTimes(4)
    await small.release()
    load.mockRestore()
  })

  it('are let go where others were wanted for long', async () => {
    const load = vi.spyOn(runtime, 'load')
    const forgetful = new SessionPool(runtime, 9, 3)
    const sum = program({
      inputs: ({ n }: { n: number }) => ({ x: f32([n]) }),
      build: ({ x }) => ({ total: ops.total(x) }),
    }).compile(forgetful)
    const run = (n: number) => sum.run({ n }, { x: new Float32Array(n) })
    // However often one is asked for in a row, that is one turn.
    for (const n of [3, 4, 4, 4, 4, 5, 3]) await run(n)
    expect(load).toHaveBeenCalledTimes(3)
    // 4 was last wanted four turns before 6 is made.
    for (const n of [5, 6, 4]) await run(n)
    expect(load).toHaveBeenCalledTimes(5)
    await forgetful.release()
    load.mockRestore()
  })

  it('of free sizes remember nothing of the shapes they have seen, and give the same to the bit', async () => {
    const load = vi.spyOn(runtime, 'load')
    const spec = {
      inputs: ({ n }: { n: number }) => ({ x: f32([n, 8]) }),
      build: ({ x }: { x: Tensor }) => ({ y: ops.softmax(ops.mul(x, x)) }),
    }
    const [fixed, varying] = [program(spec), program({ ...spec, free: ['n'] })].map((made) =>
      made.compile(pool),
    )
    for (const n of [3, 64, 17]) {
      const x = Float32Array.from({ length: 8 * n }, (_, i) => Math.sin(i))
      expect((await varying!.run({ n }, { x })).y).toEqual((await fixed!.run({ n }, { x })).y)
    }
    expect(load.mock.calls.filter(([, options]) => options?.sizesVary)).toHaveLength(1)
    load.mockRestore()
  })

  it('are kept by options that are plain data alone', () => {
    expect(optionsKey({ b: [1, null], a: { d: 'x', c: undefined } })).toBe('{"a":{"d":"x"},"b":[1,null]}')
    expect(optionsKey({ window: Infinity })).not.toBe(optionsKey({ window: null }))
    expect(() => optionsKey({ at: new Map() })).toThrow('plain data, and Map is not')
    expect(() => optionsKey({ at: () => 1 })).toThrow('plain data, and a function is not')
  })
})

describe('free sizes', () => {
  const rows = program({
    inputs: ({ n, m }: { n: number; m: number; k: number }) => ({
      x: f32([n, 6]),
      y: f32([n, m]),
      parts: i64([2]),
    }),
    free: ['n', 'm'],
    build: ({ x, y, parts }, { n, m, k }) => {
      const pairs = ops.reshape(ops.mul(x, k), [n * 3, 2])
      const [left, right] = ops.splitBy(ops.concat([x, y], 1), 1, [6, m], parts)
      return { pairs, left: left!, right: right! }
    },
  })

  it('are served by one session, and checked and counted as they are', async () => {
    const compiled = rows.compile(pool)
    const before = runtime.tally.sessions
    for (const [n, m] of [
      [2, 3],
      [1, 5],
      [4, 1],
    ] as const) {
      const x = Float32Array.from({ length: n * 6 }, (_, i) => i)
      const y = Float32Array.from({ length: n * m }, (_, i) => -i)
      const result = await compiled.run({ n, m, k: 2 }, { x, y, parts: [6, m] })
      expect(result.pairs).toEqual(x.map((value) => 2 * value))
      expect(result.left).toEqual(x)
      expect(result.right.map((value) => value + 0)).toEqual(y.map((value) => value + 0))
    }
    expect(runtime.tally.sessions - before).toBe(1)
    const x = new Float32Array(12)
    await expect(compiled.run({ n: 2, m: 1, k: 2 }, { x, y: x, parts: [6, 1] })).rejects.toThrow(
      'y: [12] fed, [2,1] wanted',
    )
  })

  const depends = (build: (x: Tensor, n: number) => Tensor) =>
    program({
      inputs: ({ n }: { n: number }) => ({ x: f32([n * n]) }),
      free: ['n'],
      build: ({ x }, { n }) => ({ y: build(x, n) }),
    })

  it.each([
    ['a number in the graph', depends(ops.mul), 'A constant depends on a size that is free.'],
    [
      'two sizes of one shape',
      depends((x, n) => ops.reshape(x, [n, n])),
      'Reshape: a number depends on a size that is free.',
    ],
    [
      'how many nodes there are',
      depends((x, n) => (n > 120 ? x : ops.neg(x))),
      'Which nodes a graph has depends on a size that is free.',
    ],
  ])('may not be %s', async (_name, program, message) => {
    await expect(program.compile(pool).load({ n: 3 })).rejects.toThrow(message)
  })
})
