/** `sdpo-lab`: runs, judges, inspects and shows from the command line. */
import { main } from './program.ts'

const code = await main(process.argv.slice(2))
// Threads of a runtime keep a process alive; what was printed into a pipe goes out first.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
