/** `sdpo-lab problems`: what can be run by its name. */
import { loadPresets, setOf } from '../src/problems/sets.ts'
import { exitCodes, jsonOption, type Command } from './command.ts'
import { print, printJson } from './say.ts'

export const problemsCommand: Command = {
  name: 'problems',
  summary: 'lists the preset problems, or prints one',
  synopsis: 'problems [ID]',
  takesPresets: true,
  description: [
    'A line a preset: its id, its set, and its title. With an ID the whole problem as JSON, to be changed and given to `sdpo-lab run`. Lists and records suit the bundled model; the other sets want a stock model (--model FILE.gguf).',
  ],
  options: { json: jsonOption },
  exits: { 0: 'Listed.', 2: 'Called wrongly.' },
  examples: ['sdpo-lab problems', 'sdpo-lab problems lists-gaps > mine.json'],
  async run(given) {
    const presets = await loadPresets()
    const [id, ...more] = given.positionals
    if (more.length > 0) throw given.wrong('One ID at most.')
    if (id !== undefined) {
      const preset = presets.find((each) => each.id === id)
      if (!preset) throw given.wrong(`There is no preset ${id}.`)
      printJson(preset)
      return exitCodes.done
    }
    const rows = presets.map((preset) => ({ id: preset.id, set: setOf(preset), title: preset.title }))
    if (given.switch('json')) printJson(rows)
    else {
      const widest = Math.max(...rows.map((row) => row.id.length))
      for (const row of rows) print(`${row.id.padEnd(widest)}  ${(row.set ?? '').padEnd(10)}  ${row.title}`)
    }
    return exitCodes.done
  },
}
