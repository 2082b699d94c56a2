/** Contest problems: a whole program that reads standard input and prints. */
import type { z } from 'zod'
import type { problemSchema } from '../problem.ts'

const contest = { field: 'contest', suits: 'small-llm' } as const
const python = { kind: 'stdin', language: 'python' } as const

export const contests: z.input<typeof problemSchema>[] = [
  {
    ...contest,
    id: 'contest-coins',
    title: 'Fewest coins',
    statement:
      'Read an amount in cents. Print the fewest coins that pay it. There are coins of 1, 2, 5, 10, 20, 50, 100 and 200 cents. Write a Python program.',
    program: python,
    tests: [
      { stdin: '7\n', stdout: '2\n' },
      { stdin: '388\n', stdout: '8\n' },
      { stdin: '199\n', stdout: '7\n' },
      { stdin: '0\n', stdout: '0\n', hidden: true },
      { stdin: '1000\n', stdout: '5\n', hidden: true },
    ],
    solution:
      'n = int(input())\nk = 0\nfor c in [200, 100, 50, 20, 10, 5, 2, 1]:\n    k += n // c\n    n %= c\nprint(k)',
    note: 'Easy once the loop is right. Small models print the coins, or start with the smallest.',
  },
  {
    ...contest,
    id: 'contest-parade',
    title: 'Seen from the front',
    statement:
      'Read n, then n heights on one line. A person is seen if taller than everyone before. Print how many are seen. Write a Python program.',
    program: python,
    tests: [
      { stdin: '5\n2 1 3 3 5\n', stdout: '3\n' },
      { stdin: '1\n9\n', stdout: '1\n' },
      { stdin: '4\n4 3 2 1\n', stdout: '1\n' },
      { stdin: '3\n1 2 3\n', stdout: '3\n', hidden: true },
      { stdin: '5\n5 1 3 2 6\n', stdout: '2\n', hidden: true },
    ],
    solution:
      'input()\ntop = seen = 0\nfor h in map(int, input().split()):\n    if h > top:\n        top = h\n        seen += 1\nprint(seen)',
    note: 'Someone of the same height is hidden, and everyone before counts, not only the neighbour.',
  },
  {
    ...contest,
    id: 'contest-vote',
    title: 'The vote',
    statement:
      'Read n, then n names, one a line. Print the name with the most votes. Write a Python program.',
    program: python,
    tests: [
      { stdin: '3\nann\nbob\nann\n', stdout: 'ann 2\n' },
      { stdin: '1\nzoe\n', stdout: 'zoe 1\n' },
      { stdin: '4\nmax\nbob\nmax\nbob\n', stdout: 'bob 2\n' },
      { stdin: '5\nb\na\nc\nc\nb\n', stdout: 'b 2\n', hidden: true },
    ],
    solution:
      'names = [input() for _ in range(int(input()))]\nbest = min(set(names), key=lambda n: (-names.count(n), n))\nprint(best, names.count(best))',
    note: 'The count is printed too, and a tie goes to the first name of the alphabet. Only the tests say so.',
  },
  {
    ...contest,
    id: 'contest-queue',
    title: 'At the counter',
    statement:
      'Read n, then n arrival minutes in order, on one line. Each customer is served for 3 minutes, one after the other. Print the minute when the last one leaves. Write a Python program.',
    program: python,
    tests: [
      { stdin: '3\n0 1 10\n', stdout: '13\n' },
      { stdin: '3\n0 0 0\n', stdout: '9\n' },
      { stdin: '1\n5\n', stdout: '8\n' },
      { stdin: '4\n0 1 2 3\n', stdout: '12\n' },
      { stdin: '4\n0 1 2 20\n', stdout: '23\n', hidden: true },
    ],
    solution: 'input()\nt = 0\nfor a in map(int, input().split()):\n    t = max(t, a) + 3\nprint(t)',
    note: 'The counter waits for customers, and customers wait for it: neither the sum nor the last arrival is enough.',
  },
  {
    ...contest,
    id: 'contest-runs',
    title: 'Runs of letters',
    statement:
      'Read a word of small letters. Print each run of equal letters as the letter and its length, without the length 1. Write a Python program.',
    program: python,
    tests: [
      { stdin: 'aaab\n', stdout: 'a3b\n' },
      { stdin: 'abc\n', stdout: 'abc\n' },
      { stdin: 'zz\n', stdout: 'z2\n' },
      { stdin: 'aabaa\n', stdout: 'a2ba2\n' },
      { stdin: 'kkkkkkkkkkkk\n', stdout: 'k12\n', hidden: true },
    ],
    solution:
      "from itertools import groupby\nout = ''\nfor c, g in groupby(input()):\n    n = len(list(g))\n    out += c + (str(n) if n > 1 else '')\nprint(out)",
    note: 'The last run is the one that is forgotten, and the same letter may come again later.',
  },
]
