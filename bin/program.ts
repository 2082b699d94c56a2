/** The commands, and a call of one: from arguments to an exit code. Whatever goes wrong is told, never thrown. */
import { exportCommand } from './export.ts'
import { completionCommand } from './completion.ts'
import { importCommand } from './import.ts'
import { inspectCommand } from './inspect.ts'
import { judgeCommand } from './judge.ts'
import { Arguments, exitCodes, UsageError, type Command } from './command.ts'
import { overviewOf, pageOf } from './help.ts'
import { version } from './package-files.ts'
import { problemsCommand } from './problems.ts'
import { runCommand } from './run.ts'
import { print, progress, tell } from './say.ts'
import { viewCommand } from './view.ts'

const working: readonly Command[] = [
  runCommand,
  judgeCommand,
  problemsCommand,
  inspectCommand,
  viewCommand,
  exportCommand,
  importCommand,
]
/** With the one that writes of all of them. */
const commands: readonly Command[] = [...working, completionCommand(working)]

export async function main([name, ...argv]: readonly string[]): Promise<number> {
  if (name === undefined) {
    progress(overviewOf(commands))
    return exitCodes.usage
  }
  if (['--help', '-h', 'help'].includes(name)) {
    const about = commands.find((command) => command.name === argv[0])
    print(about ? pageOf(about) : overviewOf(commands))
    return exitCodes.done
  }
  if (name === '--version' || name === '-v') {
    print(version())
    return exitCodes.done
  }
  const command = commands.find((each) => each.name === name)
  const json = argv.includes('--json')
  try {
    if (!command)
      throw new UsageError(
        `There is no command ${name}.`,
        `There are ${commands.map((each) => each.name).join(', ')}.`,
        'See `sdpo-lab --help`.',
      )
    if (argv.includes('--help') || argv.includes('-h')) {
      print(pageOf(command))
      return exitCodes.done
    }
    return await command.run(Arguments.of(command, argv))
  } catch (error) {
    return tell(error, json)
  }
}
