/** The data classes that sites take for granted: TreeNode and ListNode as code that runs before the program, and lists turned into them and back. */
import type { Language, Parameter } from './pasted.ts'

export interface Judging {
  prelude: string
  adapter: string
  understood: string[]
}

type Shape = 'plain' | 'tree' | 'list' | 'lists' | 'trees'

const python = {
  tree: `class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right
`,
  list: `class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next
`,
  convert: {
    tree: `def to_tree(values):
    if not values or values[0] is None:
        return None
    root = TreeNode(values[0])
    row, rest = [root], iter(values[1:])
    for node in row:
        for side in ('left', 'right'):
            value = next(rest, None)
            if value is not None:
                setattr(node, side, TreeNode(value))
                row.append(getattr(node, side))
    return root

def from_tree(root):
    values, row = [], [root]
    for node in row:
        values.append(None if node is None else node.val)
        if node is not None and len(row) < 100000:
            row += [node.left, node.right]
    while values and values[-1] is None:
        values.pop()
    return values
`,
    list: `def to_list(values):
    head = None
    for value in reversed(values):
        head = ListNode(value)if head is None else _before(value, head)
    return head

def _before(value, rest):
    node = ListNode(value)
    node.next = rest
    return node

def from_list(head):
    values = []
    while head is not None and len(values) < 100000:
        values.append(head.val)
        head = head.next
    return values
`.replace(')if', ') if'),
  },
} as const

const script = {
  tree: `globalThis.TreeNode = function TreeNode(val, left, right) {
  this.val = val === undefined ? 0 : val
  this.left = left === undefined ? null : left
  this.right = right === undefined ? null : right
}
`,
  list: `globalThis.ListNode = function ListNode(val, next) {
  this.val = val === undefined ? 0 : val
  this.next = next === undefined ? null : next
}
`,
  convert: {
    tree: `const toTree = (values) => {
  if (values.length === 0 || values[0] === null) return null
  const root = new TreeNode(values[0])
  const row = [root]
  let at = 1
  for (let i = 0; i < row.length && at < values.length; i++)
    for (const side of ['left', 'right']) {
      const value = at < values.length ? values[at++] : null
      if (value !== null) row.push((row[i][side] = new TreeNode(value)))
    }
  return root
}
const fromTree = (root) => {
  const values = []
  const row = [root]
  for (let i = 0; i < row.length && i < 100000; i++) {
    values.push(row[i] ? row[i].val : null)
    if (row[i]) row.push(row[i].left, row[i].right)
  }
  while (values.length > 0 && values[values.length - 1] === null) values.pop()
  return values
}
`,
    list: `const toList = (values) => values.reduceRight((rest, value) => {
  const node = new ListNode(value)
  node.next = rest
  return node
}, null)
const fromList = (head) => {
  const values = []
  for (let node = head; node && values.length < 100000; node = node.next) values.push(node.val)
  return values
}
`,
  },
} as const

function shapeOf(type: string): Shape {
  const several = /(?:List|Array|vector|Vec)\s*[<[].*Node|Node\W*\[\]|\[\]\s*\*?\w*Node/.test(type)
  if (/TreeNode/.test(type)) return several ? 'trees' : 'tree'
  if (/ListNode/.test(type)) return several ? 'lists' : 'list'
  return 'plain'
}

/** What is judged where the function changes its argument in place, or takes and returns nodes; null where neither is so. */
export function judgingOf(given: {
  language: Language
  parameters: readonly Parameter[]
  returns: string
  /** The statement says that an argument is changed in place: which, from 0. */
  inPlace: number | null
  withCount: boolean
  classOf: string | undefined
}): Judging | null {
  const { language, parameters, inPlace, withCount, classOf } = given
  const isPython = language === 'python'
  if (classOf !== undefined)
    return {
      prelude: '',
      adapter: isPython
        ? `def adapted(program, operations, arguments):\n    made = program(*arguments[0])\n    return [None] + [getattr(made, name)(*args) for name, args in zip(operations[1:], arguments[1:])]\n`
        : `function adapted(program, operations, args) {\n  const made = new program(...args[0])\n  return operations.map((name, i) => (i === 0 ? null : (made[name](...args[i]) ?? null)))\n}\n`,
      understood: [`The class ${classOf}, driven by lists of calls`],
    }
  const shapes = parameters.map(({ type }) => shapeOf(type))
  const back = shapeOf(given.returns)
  const all = [...shapes, back]
  const trees = all.some((each) => each === 'tree' || each === 'trees')
  const lists = all.some((each) => each === 'list' || each === 'lists')
  if (!trees && !lists && inPlace === null && !withCount) return null
  const of = isPython ? python : script
  const names = parameters.map(({ name }, i) => (/^[\p{L}_$][\w$]*$/u.test(name) ? name : `value${i + 1}`))
  const [one, two, each] = isPython
    ? [
        (f: string, x: string) => `to_${f}(${x})`,
        (f: string, x: string) => `from_${f}(${x})`,
        (call: string, x: string) => `[${call} for each in ${x}]`,
      ]
    : [
        (f: string, x: string) => `to${f === 'tree' ? 'Tree' : 'List'}(${x})`,
        (f: string, x: string) => `from${f === 'tree' ? 'Tree' : 'List'}(${x})`,
        (call: string, x: string) => `${x}.map((each) => ${call})`,
      ]
  const into = (shape: Shape, x: string) => {
    switch (shape) {
      case 'plain':
        return x
      case 'tree':
      case 'list':
        return one(shape, x)
      case 'trees':
      case 'lists':
        return each(one(shape === 'trees' ? 'tree' : 'list', 'each'), x)
      default:
        return shape satisfies never
    }
  }
  const out = (shape: Shape, x: string) => {
    switch (shape) {
      case 'plain':
        return x
      case 'tree':
      case 'list':
        return two(shape, x)
      case 'trees':
      case 'lists':
        return each(two(shape === 'trees' ? 'tree' : 'list', 'each'), x)
      default:
        return shape satisfies never
    }
  }
  const changed = inPlace ?? 0
  const open = isPython ? '    ' : '  '
  const made = names.map((name, i) =>
    shapes[i] === 'plain' ? '' : `${open}${name} = ${into(shapes[i]!, name)}\n`,
  )
  const call = `program(${names.join(', ')})`
  const body = withCount
    ? isPython
      ? `    count = ${call}\n    return [count, ${names[changed]}[:count]]\n`
      : `  const count = ${call}\n  return [count, ${names[changed]}.slice(0, count)]\n`
    : inPlace !== null
      ? `${open}${call}\n${open}return ${out(shapes[changed] ?? 'plain', names[changed] ?? 'None')}\n`
      : `${open}return ${out(back, call)}\n`
  const head = isPython
    ? `def adapted(program${names.map((name) => `, ${name}`).join('')}):\n`
    : `function adapted(program${names.map((name) => `, ${name}`).join('')}) {\n`
  return {
    prelude: `${trees ? of.tree : ''}${trees && lists ? '\n' : ''}${lists ? of.list : ''}`,
    adapter: `${trees ? `${of.convert.tree}\n` : ''}${lists ? `${of.convert.list}\n` : ''}${head}${made.join('')}${body}${isPython ? '' : '}\n'}`,
    understood: [
      ...(trees ? ['Trees, written as lists level by level, are made and read for the program'] : []),
      ...(lists ? ['Linked lists, written as lists, are made and read for the program'] : []),
      ...(withCount
        ? [`What is returned and what is left in ${names[changed]} are judged`]
        : inPlace !== null
          ? [`What is left in ${names[changed]} is judged, not what is returned`]
          : []),
    ],
  }
}

/** What LeetCode's own Python has at hand. */
export const leetcodePrelude = `import bisect, collections, functools, heapq, itertools, math, operator, random, re, string, sys
from bisect import bisect_left, bisect_right, insort
from collections import Counter, OrderedDict, defaultdict, deque
from functools import cache, cmp_to_key, lru_cache, reduce
from heapq import heapify, heappop, heappush, heappushpop, nlargest, nsmallest
from itertools import accumulate, chain, combinations, count, cycle, groupby, pairwise, permutations, product, zip_longest
from math import ceil, comb, factorial, floor, gcd, inf, isqrt, lcm, log2, sqrt
from typing import *
`
