/** Tool use: one call as JSON against a documented API, whose errors are the feedback. */
import type { z } from 'zod'
import type { problemSchema } from '../problem.ts'

const tools = { field: 'tools', suits: 'small-llm' } as const
const form = 'Answer with one JSON object: {"name": ..., "arguments": {...}}'

export const toolUse: z.input<typeof problemSchema>[] = [
  {
    ...tools,
    id: 'tools-lamp',
    title: 'Half bright',
    statement: `You have the tool set_lamp(room, brightness).\n${form}\nSet the kitchen lamp to half its brightness.`,
    program: {
      kind: 'tool-call',
      tools: [
        {
          name: 'set_lamp',
          description: 'Sets the lamp of a room.',
          parameters: {
            type: 'object',
            properties: { room: { type: 'string' }, brightness: { type: 'integer' } },
            required: ['room', 'brightness'],
            additionalProperties: false,
          },
        },
      ],
      api: "const rooms = { kitchen: 0, hall: 40 }\nfunction set_lamp({ room, brightness }) {\n  if (!(room in rooms)) throw new Error(`no room ${room}: there are kitchen and hall`)\n  if (brightness < 2 || brightness > 255) throw new Error('brightness goes from 2 to 255')\n  rooms[room] = brightness\n  return rooms\n}\nfunction check() {\n  if (rooms.kitchen === 127 || rooms.kitchen === 128) return true\n  return `the kitchen lamp is at ${rooms.kitchen} of 255`\n}",
    },
    solution: '{"name": "set_lamp", "arguments": {"room": "kitchen", "brightness": 128}}',
    note: 'What full brightness is, only the API knows: 255, not 100.',
  },
  {
    ...tools,
    id: 'tools-meeting',
    title: 'Half past two',
    statement: `You have the tool add_event(title, date, start, minutes).\n${form}\nAdd a planning meeting on 3 March 2027 at half past two in the afternoon, three quarters of an hour long.`,
    program: {
      kind: 'tool-call',
      tools: [
        {
          name: 'add_event',
          description: 'Adds an event to the calendar.',
          parameters: {
            type: 'object',
            properties: {
              title: { type: 'string' },
              date: { type: 'string' },
              start: { type: 'string' },
              minutes: { type: 'integer' },
            },
            required: ['title', 'date', 'start', 'minutes'],
            additionalProperties: false,
          },
        },
      ],
      api: "function add_event({ title, date, start, minutes }) {\n  if (!/^\\d{4}-\\d\\d-\\d\\d$/.test(date)) throw new Error('date is written YYYY-MM-DD')\n  if (!/^([01]\\d|2[0-3]):[0-5]\\d$/.test(start)) throw new Error('start is written HH:MM, from 00:00 to 23:59')\n  if (title.trim() === '') throw new Error('title is empty')\n  return { date, start, minutes }\n}\nfunction check([event]) {\n  if (event.date !== '2027-03-03') return `the event is on ${event.date}, not on 3 March 2027`\n  if (event.start !== '14:30') return `the event begins at ${event.start}, not at half past two in the afternoon`\n  if (event.minutes !== 45) return `the event lasts ${event.minutes} minutes, not three quarters of an hour`\n  return true\n}",
    },
    solution:
      '{"name": "add_event", "arguments": {"title": "Planning", "date": "2027-03-03", "start": "14:30", "minutes": 45}}',
    note: 'Date, time and length each have a form of their own, told one error at a time.',
  },
  {
    ...tools,
    id: 'tools-transfer',
    title: 'Twenty and a half',
    statement: `You have the tool transfer(source, target, amount).\n${form}\nMove 20.50 euros from the savings to the daily account.`,
    program: {
      kind: 'tool-call',
      tools: [
        {
          name: 'transfer',
          description: 'Moves money between accounts.',
          parameters: {
            type: 'object',
            properties: {
              source: { type: 'string' },
              target: { type: 'string' },
              amount: { type: 'number' },
            },
            required: ['source', 'target', 'amount'],
            additionalProperties: false,
          },
        },
      ],
      api: "const accounts = { savings: 90000, daily: 1200 }\nfunction transfer({ source, target, amount }) {\n  for (const name of [source, target]) if (!(name in accounts)) throw new Error(`no account ${name}: there are savings and daily`)\n  if (!Number.isInteger(amount)) throw new Error('amount is a whole number of cents')\n  if (amount <= 0) throw new Error('amount must be above 0')\n  if (accounts[source] < amount) throw new Error(`${source} holds only ${accounts[source]} cents`)\n  accounts[source] -= amount\n  accounts[target] += amount\n  return accounts\n}\nfunction check() {\n  const moved = accounts.daily - 1200\n  return moved === 2050 || `the daily account got ${moved} cents, not 20.50 euros`\n}",
    },
    solution: '{"name": "transfer", "arguments": {"source": "savings", "target": "daily", "amount": 2050}}',
    note: 'The amount is in cents, which nothing says before the first error.',
  },
  {
    ...tools,
    id: 'tools-books',
    title: 'Whales of the nineties',
    statement: `You have the tool search(words, from_year, to_year, sort).\n${form}\nFind books on whales of the 1990s, the oldest first.`,
    program: {
      kind: 'tool-call',
      tools: [
        {
          name: 'search',
          description: 'Searches the library.',
          parameters: {
            type: 'object',
            properties: {
              words: { type: 'array', items: { type: 'string' } },
              from_year: { type: 'integer' },
              to_year: { type: 'integer' },
              sort: { type: 'string' },
            },
            required: ['words', 'from_year', 'to_year', 'sort'],
            additionalProperties: false,
          },
        },
      ],
      api: "const orders = { '+year': 1, '-year': -1 }\nfunction search({ words, from_year, to_year, sort }) {\n  if (!(sort in orders)) throw new Error(`sort is one of ${Object.keys(orders).join(', ')}`)\n  if (words.length === 0) throw new Error('words is empty')\n  return { words: words.map(w => w.toLowerCase()), from_year, to_year, sort }\n}\nfunction check([asked]) {\n  if (!asked.words.some(w => /^whales?$/.test(w))) return `no book is on ${asked.words.join(' and ')}: one word an entry`\n  if (asked.from_year !== 1990 || asked.to_year !== 1999) return `${asked.from_year} to ${asked.to_year} are not the 1990s`\n  return asked.sort === '+year' || 'the newest came first'\n}",
    },
    solution:
      '{"name": "search", "arguments": {"words": ["whales"], "from_year": 1990, "to_year": 1999, "sort": "+year"}}',
    note: 'The last year of a decade, a list where a word would do, and an order with a sign.',
  },
  {
    ...tools,
    id: 'tools-rooms',
    title: 'Two calls in order',
    statement:
      'You have the tools open_door(room) and set_heat(room, degrees). A closed room cannot be heated.\nAnswer with a JSON list of calls: [{"name": ..., "arguments": {...}}, ...]\nHeat the studio to 70 degrees Fahrenheit.',
    program: {
      kind: 'tool-call',
      tools: [
        {
          name: 'open_door',
          description: 'Opens the door of a room.',
          parameters: {
            type: 'object',
            properties: { room: { type: 'string' } },
            required: ['room'],
            additionalProperties: false,
          },
        },
        {
          name: 'set_heat',
          description: 'Sets the heating of an open room.',
          parameters: {
            type: 'object',
            properties: { room: { type: 'string' }, degrees: { type: 'number' } },
            required: ['room', 'degrees'],
            additionalProperties: false,
          },
        },
      ],
      api: "const open = new Set()\nconst heat = {}\nfunction open_door({ room }) {\n  if (room !== 'studio') throw new Error(`no room ${room}: there is the studio`)\n  open.add(room)\n  return 'open'\n}\nfunction set_heat({ room, degrees }) {\n  if (!open.has(room)) throw new Error(`${room} is closed`)\n  if (degrees < 5 || degrees > 30) throw new Error('degrees are Celsius, from 5 to 30')\n  heat[room] = degrees\n  return heat\n}\nfunction check() {\n  if (heat.studio === undefined) return 'the studio is not heated'\n  return Math.abs(heat.studio - 21.1) <= 0.6 || `the studio is at ${heat.studio} degrees Celsius, which is not 70 Fahrenheit`\n}",
    },
    solution:
      '[{"name": "open_door", "arguments": {"room": "studio"}}, {"name": "set_heat", "arguments": {"room": "studio", "degrees": 21}}]',
    note: 'Two calls in the right order, and a conversion that the API asks for only once the door is open.',
  },
]
