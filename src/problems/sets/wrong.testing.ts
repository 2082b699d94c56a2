/** Known wrong answers of the presets, by id, at least five each: what models write first, and what a lenient judge would let through. */
import { questions } from './questions.ts'

const call = (name: string, args: object) => JSON.stringify({ name, arguments: args })
const room = (degrees: number) =>
  JSON.stringify([
    { name: 'open_door', arguments: { room: 'studio' } },
    { name: 'set_heat', arguments: { room: 'studio', degrees } },
  ])
const js = (signature: string, body: string) => `function ${signature} { ${body} }`

/** Of a question with options: another option, two at once, none, a near miss, a denial. */
function wrongWords({ program, solution }: (typeof questions)[number]): string[] {
  if (program.kind !== 'question' || program.rule.type !== 'words') return []
  const { right, options = [] } = program.rule
  const word = right[0]!
  const others =
    options.length > 0 ? options.filter((option) => option !== word) : ['Springfield', 'Port Royal']
  return [
    ...others,
    `${others[0]} or ${word}`,
    `It is not ${word}.`,
    `${word}x`,
    'I do not know.',
    solution!.replace(word, () => others[0]!),
  ]
}

export const wrongAnswers: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(questions.map((question) => [question.id, wrongWords(question)])),
  'question-date': [
    'March 9, 2024',
    '2024-9-3',
    '2024/03/09',
    '2024-09-03',
    'The date is 2024-03-09.',
    '09-03-2024',
  ],
  'question-snake': [
    'lastName',
    'last name',
    'LastName',
    'last-name',
    'The name is last_name.',
    'first_name',
  ],
  'question-room': [
    'Room A is booked for 4 people.',
    '{"room": "A"}',
    '{"room": "A", "people": 4}',
    '{"room": "A", "seats": "4"}',
    '{"room": "B", "seats": 4}',
    '{"room": "A", "seats": 4, "day": "Monday"}',
  ],
  'js-initials': [
    js('initials(name)', "return name.split(' ').map(w => w[0]).join('')"),
    js('initials(name)', "return name.split(' ').map(w => w[0].toUpperCase()).join('')"),
    js('initials(name)', "return name.split(' ').map(w => w[0].toUpperCase()).join('.')"),
    js('initials(name)', "return name.split(' ').map(w => w[0].toUpperCase() + '.').join(' ')"),
    js('initials(name)', "return name[0].toUpperCase() + '.'"),
  ],
  'js-clock': [
    js('hour(h)', 'return h % 12'),
    js('hour(h)', 'return h > 12 ? h - 12 : h'),
    js('hour(h)', 'return h % 12 || 12'),
    js('hour(h)', 'return h % 12 + 1'),
    js('hour(h)', 'return Math.abs(h) % 12 || 12'),
  ],
  'js-depth': [
    js('depth(s)', "return s.split('(').length - 1"),
    js(
      'depth(s)',
      "let d = 0, m = 0; for (const c of s) { if (c === '(') m = Math.max(m, ++d); if (c === ')') d-- } return m",
    ),
    js('depth(s)', "let d = 0; for (const c of s) { if (c === '(') d++; if (c === ')') d-- } return d"),
    js(
      'depth(s)',
      "let d = 0, m = 0; for (const c of s) { if (c === '(') m = Math.max(m, ++d); if (c === ')') d-- } return d === 0 ? m : -1",
    ),
    js('depth(s)', 'return s.length / 2'),
  ],
  'js-price': [
    js('price(cents)', 'return (cents / 100).toFixed(2)'),
    js('price(cents)', 'return String(cents / 100)'),
    js('price(cents)', "return '$' + (cents / 100).toFixed(2)"),
    js('price(cents)', "return Math.floor(cents / 100) + '.' + cents % 100"),
    js('price(cents)', "return (cents / 100).toFixed(2).replace(/(\\d)(\\d{3})\\./, '$1,$2.')"),
  ],
  'js-unique': [
    js('unique(words)', 'return [...new Set(words)]'),
    js('unique(words)', 'return [...new Set(words.map(w => w.toLowerCase()))]'),
    js('unique(words)', 'return words.filter(w => words.indexOf(w) === words.lastIndexOf(w))'),
    js('unique(words)', 'return words.filter((w, i) => words.indexOf(w) === i).sort()'),
    js('unique(words)', 'return words'),
  ],
  'js-round': [
    js('round(x)', 'return Math.round(x)'),
    js('round(x)', 'return Math.floor(x)'),
    js('round(x)', 'return Math.trunc(x)'),
    js('round(x)', 'return Math.ceil(x)'),
    js('round(x)', 'return x.toFixed(0)'),
  ],
  'py-second': [
    'def second(xs):\n    return sorted(xs)[-2]',
    'def second(xs):\n    return sorted(xs)[1]',
    'def second(xs):\n    return sorted(set(xs))[-2]',
    'def second(xs):\n    return max(xs)',
    'def second(xs):\n    ys = sorted(set(xs))\n    return ys[-2] if len(ys) > 1 else 0',
  ],
  'py-vowels': [
    "def vowels(word):\n    return sum(c in 'aeiou' for c in word.lower())",
    "def vowels(word):\n    return sum(c in 'aeiouy' for c in word.lower())",
    "def vowels(word):\n    return sum(c in 'aeiou' or (c == 'y' and i > 0) for i, c in enumerate(word))",
    "def vowels(word):\n    return len(set('aeiouy') & set(word.lower()))",
    "def vowels(word):\n    return [c for c in word if c in 'aeiou']",
  ],
  'py-grade': [
    "def grade(p):\n    return 'A' if p >= 90 else 'B' if p >= 80 else 'C' if p >= 70 else 'D' if p >= 60 else 'F'",
    "def grade(p):\n    return 'A' if p > 90 else 'B' if p > 80 else 'C' if p > 70 else 'D' if p > 60 else 'F'",
    "def grade(p):\n    p = int(p + 0.5)\n    return 'A' if p >= 90 else 'B' if p >= 80 else 'C' if p >= 70 else 'D' if p >= 60 else 'E'",
    "def grade(p):\n    p = int(p + 0.5)\n    return 'a' if p >= 90 else 'b' if p >= 80 else 'c' if p >= 70 else 'd' if p >= 60 else 'f'",
    "def grade(p):\n    return 'FFFFFFDCBAA'[p // 10]",
  ],
  'py-merge': [
    'def merge(a, b):\n    return {**a, **b}',
    'def merge(a, b):\n    return {**b, **a}',
    'def merge(a, b):\n    return {k: a[k] + b[k] for k in a if k in b}',
    'def merge(a, b):\n    for k in b:\n        a[k] = a.get(k, 0) + b[k]\n    return a',
    'def merge(a, b):\n    return {k: max(a.get(k, 0), b.get(k, 0)) for k in {**a, **b}}',
  ],
  'py-steps': [
    'def steps(n):\n    k = 0\n    while n != 1:\n        n = n // 2 if n % 2 == 0 else 3 * n + 1\n        k += 1\n    return k',
    'def steps(n):\n    if n < 1:\n        return None\n    k = 1\n    while n != 1:\n        n = n // 2 if n % 2 == 0 else 3 * n + 1\n        k += 1\n    return k',
    'def steps(n):\n    if n < 1:\n        return 0\n    k = 0\n    while n != 1:\n        n = n // 2 if n % 2 == 0 else 3 * n + 1\n        k += 1\n    return k',
    'def steps(n):\n    k = 0\n    while n > 1:\n        n //= 2\n        k += 1\n    return k',
    'def steps(n):\n    return None if n < 1 else steps(n // 2) + 1 if n > 1 else 0',
  ],
  'py-snake': [
    'def snake(name):\n    return name.lower()',
    "def snake(name):\n    return ''.join('_' + c.lower() if c.isupper() else c for c in name)",
    "import re\ndef snake(name):\n    return re.sub(r'(?<!^)(?=[A-Z])', '_', name).lower()",
    "import re\ndef snake(name):\n    return re.sub(r'(?<=[a-z])(?=[A-Z])', '_', name).lower()",
    "import re\ndef snake(name):\n    return re.sub(r'(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])', '-', name).lower()",
  ],
  'contest-coins': [
    'n = int(input())\nprint(n // 200)',
    'n = int(input())\nk = 0\nfor c in [1, 2, 5, 10, 20, 50, 100, 200]:\n    k += n // c\n    n %= c\nprint(k)',
    'n = int(input())\nfor c in [200, 100, 50, 20, 10, 5, 2, 1]:\n    print(n // c)\n    n %= c',
    'n = int(input())\nk = 0\nfor c in [100, 50, 20, 10, 5, 2, 1]:\n    k += n // c\n    n %= c\nprint(k)',
    'n = int(input())\nprint(len(str(n)))',
  ],
  'contest-parade': [
    'input()\ntop = seen = 0\nfor h in map(int, input().split()):\n    if h >= top:\n        top = h\n        seen += 1\nprint(seen)',
    'input()\nxs = list(map(int, input().split()))\nprint(1 + sum(b > a for a, b in zip(xs, xs[1:])))',
    'input()\nprint(len(set(input().split())))',
    'input()\nprint(max(map(int, input().split())))',
    'input()\ntop = seen = 0\nfor h in reversed(list(map(int, input().split()))):\n    if h > top:\n        top = h\n        seen += 1\nprint(seen)',
  ],
  'contest-vote': [
    'names = [input() for _ in range(int(input()))]\nprint(max(names, key=names.count))',
    'names = [input() for _ in range(int(input()))]\nbest = max(names, key=names.count)\nprint(best, names.count(best))',
    'names = [input() for _ in range(int(input()))]\nprint(max(names), len(names))',
    'names = input().split()\nprint(names[0], 1)',
    'names = [input() for _ in range(int(input()))]\nbest = max(sorted(set(names), reverse=True), key=names.count)\nprint(best, names.count(best))',
  ],
  'contest-queue': [
    'input()\nxs = list(map(int, input().split()))\nprint(xs[-1] + 3)',
    'n = int(input())\nprint(3 * n)',
    'input()\nt = 0\nfor a in map(int, input().split()):\n    t += 3\nprint(t)',
    'n = int(input())\nxs = list(map(int, input().split()))\nprint(xs[0] + 3 * n)',
    'input()\nt = 0\nfor a in map(int, input().split()):\n    t = max(t, a + 3)\nprint(t)',
  ],
  'contest-runs': [
    "from itertools import groupby\nprint(''.join(c + str(len(list(g))) for c, g in groupby(input())))",
    "s = input()\nprint(''.join(c + str(s.count(c)) for c in dict.fromkeys(s)))",
    'print(input())',
    "s = input()\nout = ''\nn = 1\nfor a, b in zip(s, s[1:]):\n    if a == b:\n        n += 1\n    else:\n        out += a + (str(n) if n > 1 else '')\n        n = 1\nprint(out)",
    "from itertools import groupby\nprint(' '.join(c + str(len(list(g))) for c, g in groupby(input())))",
  ],
  'science-throw': ['A', 'C', 'D', 'E', 'Its velocity and its acceleration are zero.'],
  'science-boiling': ['A', 'B', 'D', 'propane', 'methane, since it is the lightest'],
  'science-colour': ['B', 'C', 'D', '1/2', 'It is certain.'],
  'science-test': ['A', 'B', 'C', '99 %', 'The test is right for 95 of 100 people.'],
  'science-car': ['243 m', '3 m', '121.5 km', '27 m/s', 'about 120 km'],
  'science-heat': ['41.86 J', '41860 kJ', '83720 J', '20930 J', '4186 J'],
  'science-acid': ['2', '0.02', '-1.7', '12.3', '7'],
  'science-decay': ['10 g', '26.7 mg', '20 mg', '5 mg', '0 mg'],
  'science-light': ['600 m', '6 nm', '1.67 nm', '500 nm', '0.6 nm'],
  'science-symbol': ['wolframite', 'titanium', 'tin', 'W', 'tungsten carbide'],
  'tools-lamp': [
    call('set_lamp', { room: 'kitchen', brightness: 50 }),
    call('set_lamp', { room: 'Kitchen', brightness: 128 }),
    call('set_lamp', { room: 'kitchen', brightness: 0.5 }),
    call('set_lamp', { room: 'hall', brightness: 128 }),
    call('set_light', { room: 'kitchen', brightness: 128 }),
    'set_lamp("kitchen", 128)',
  ],
  'tools-meeting': [
    call('add_event', { title: 'Planning', date: '3 March 2027', start: '14:30', minutes: 45 }),
    call('add_event', { title: 'Planning', date: '2027-03-03', start: '2:30 PM', minutes: 45 }),
    call('add_event', { title: 'Planning', date: '2027-03-03', start: '02:30', minutes: 45 }),
    call('add_event', { title: 'Planning', date: '2027-03-03', start: '14:30', minutes: 75 }),
    call('add_event', { title: 'Planning', date: '2027-03-03', start: '14:30' }),
    call('add_event', { title: '', date: '2027-03-03', start: '14:30', minutes: 45 }),
  ],
  'tools-transfer': [
    call('transfer', { source: 'savings', target: 'daily', amount: 20.5 }),
    call('transfer', { source: 'daily', target: 'savings', amount: 2050 }),
    call('transfer', { source: 'savings', target: 'daily', amount: '2050' }),
    call('transfer', { source: 'savings', target: 'daily', amount: 20 }),
    call('transfer', { source: 'savings', target: 'daily account', amount: 2050 }),
  ],
  'tools-books': [
    call('search', { words: 'whales', from_year: 1990, to_year: 1999, sort: '+year' }),
    call('search', { words: ['whales'], from_year: 1990, to_year: 2000, sort: '+year' }),
    call('search', { words: ['whales'], from_year: 1990, to_year: 1999, sort: '-year' }),
    call('search', { words: ['whales'], from_year: 1990, to_year: 1999, sort: 'oldest' }),
    call('search', { words: ['books on whales'], from_year: 1990, to_year: 1999, sort: '+year' }),
  ],
  'tools-rooms': [
    room(70),
    room(25),
    JSON.stringify([
      { name: 'set_heat', arguments: { room: 'studio', degrees: 21 } },
      { name: 'open_door', arguments: { room: 'studio' } },
    ]),
    call('set_heat', { room: 'studio', degrees: 21 }),
    call('open_door', { room: 'studio' }),
    room(-21),
  ],
}
