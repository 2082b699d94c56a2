/** `sdpo-lab view`: the page on this machine, with runs opened in it. */
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { ExplainedError } from '../src/explained-error.ts'
import { encodeShare } from '../src/lab/control/share.ts'
import { exitCodes, jsonOption, type Command } from './command.ts'
import { builtPage } from './package-files.ts'
import { print, printJson } from './say.ts'
import { serve } from './serve.ts'

export const viewCommand: Command = {
  name: 'view',
  summary: 'shows runs in the page, served from this machine',
  synopsis: 'view [RUN ...] [--port N]',
  description: [
    'Serves the built page on this machine alone and prints an address for each RUN, which opens in it: a run of the lab, or one made elsewhere (docs/INTERCHANGE.md). Without a RUN, the page as it begins. Goes on until Ctrl+C. Nothing of it leaves this machine.',
    'A file that is still being written is shown as far as it goes: reload the page to see more.',
  ],
  options: {
    port: {
      value: 'N',
      short: 'p',
      default: '4173',
      about: 'Where it listens; 0 for any port that is free.',
    },
    json: jsonOption,
  },
  exits: { 0: 'Ended by Ctrl+C.', 1: 'It could not be served.', 2: 'Called wrongly.' },
  examples: ['sdpo-lab view run.json', 'sdpo-lab view first.json second.json --port 0'],
  async run(given) {
    const page = builtPage()
    if (page === null)
      throw new ExplainedError(
        'The page has not been built.',
        'This is a checkout, and dist/ is made by a build.',
        'Run `npm run build` first.',
      )
    for (const run of given.positionals)
      if (!existsSync(run) || !statSync(run).isFile())
        throw new ExplainedError(
          `There is no file ${run}.`,
          'Each argument is the path of a run.',
          'Name it from the folder that you are in.',
        )
    // By its place among them and its name: two runs may have one name.
    const names = given.positionals.map((run, i) => `opened/${i + 1}/${path.basename(run)}`)
    const files = new Map(names.map((name, i) => [`/${name}`, path.resolve(given.positionals[i]!)]))
    const { server, address } = await serve(page, files, given.whole('port', 0)!)
    const links = names.map((name) => `${address}#${encodeShare({ file: name })}`)
    if (given.switch('json')) printJson({ address, runs: links })
    else for (const link of links.length > 0 ? links : [address]) print(link)
    await new Promise<void>((resolve) => {
      process.once('SIGINT', () => resolve())
      process.once('SIGTERM', () => resolve())
    })
    server.closeAllConnections()
    server.close()
    return exitCodes.done
  },
}
