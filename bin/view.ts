/** `sdpo-lab view`: the page on this machine, with runs opened in it. */
import path from 'node:path'
import { encodeShare } from '../src/lab/control/share.ts'
import { exitCodes, jsonOption, type Command } from './command.ts'
import { given } from './files-given.ts'
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
  async run(args) {
    const page = builtPage()
    const runs = args.positionals.map((run) => given.file(run, 'run'))
    // By its place among them and its name: two runs may have one name.
    const names = runs.map((run, i) => `opened/${i + 1}/${path.basename(run)}`)
    const files = new Map(names.map((name, i) => [`/${name}`, path.resolve(runs[i]!)]))
    const { server, address } = await serve(page, files, args.whole('port', 0)!)
    const links = names.map((name) => `${address}#${encodeShare({ file: name })}`)
    if (args.switch('json')) printJson({ address, runs: links })
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
