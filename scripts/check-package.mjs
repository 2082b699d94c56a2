/**
 * `npm run check:package`: packs the lab, installs the tarball in an empty folder without a network, and does there what
 * the command line promises. Takes minutes, most of them to build; prints a line a promise and exits with 1 where one is broken.
 */
import { spawn, spawnSync } from 'node:child_process'
import { statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { check } from './holds.mjs'
import { pack } from './pack.mjs'

const { folder, holds, end } = check('package')
/** Whatever asks for the network finds a port that nobody listens on. */
const nowhere = 'http://127.0.0.1:9/'
const env = {
  ...process.env,
  HTTP_PROXY: nowhere,
  HTTPS_PROXY: nowhere,
  npm_config_registry: nowhere,
  npm_config_offline: 'true',
}
/** A namespace without a network, where the system lets us make one. */
const cut = spawnSync('unshare', ['-rn', 'true']).status === 0 ? ['unshare', '-rn'] : []

function call(command, args, options = {}) {
  const begun = performance.now()
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    cwd: folder,
    env,
    ...options,
  })
  return {
    status,
    out: stdout ?? '',
    said: `${stdout ?? ''}${stderr ?? ''}`,
    seconds: (performance.now() - begun) / 1000,
  }
}
/** The installed command, without a network. */
const sdpoLab = (...args) => call(...asCut('npx', '--no-install', 'sdpo-lab', ...args))
const asCut = (...words) => {
  const [command, ...args] = [...cut, ...words]
  return [command, args]
}

const tarball = pack(folder)
console.log(`        ${(statSync(tarball).size / 1e6).toFixed(1)} MB`)
writeFileSync(path.join(folder, 'package.json'), '{"private":true}')
const install = call(...asCut('npm', 'install', '--no-audit', '--no-fund', tarball))
holds('npm install in an empty folder, offline', install.status === 0, install.said)
console.log(
  `        ${cut.length > 0 ? 'in a namespace without a network' : 'with every proxy and registry set to a dead port'}`,
)

const help = sdpoLab('run', '--help')
holds('run --help', help.status === 0 && help.out.includes('EXIT STATUS'), help.said)
const run = sdpoLab('run', 'lists-gaps', '--out', 'run.json', '--json')
holds(
  `a preset is solved in under a minute (${run.seconds.toFixed(1)} s)`,
  run.status === 0 && run.seconds < 60,
  run.said,
)
const inspected = sdpoLab('inspect', 'run.json')
holds(
  'inspect says what it is',
  inspected.status === 0 && JSON.parse(inspected.out).kind === 'run',
  inspected.said,
)
const problem = sdpoLab('problems', 'lists-gaps')
writeFileSync(path.join(folder, 'problem.json'), problem.out)
const solution = JSON.parse(problem.out).solution
const judged = sdpoLab('judge', 'problem.json', solution)
holds(
  'judge passes a solution in JavaScript',
  judged.status === 0 && JSON.parse(judged.out).reward === 1,
  judged.said,
)
const python = JSON.parse(sdpoLab('problems', '--json').out).find(({ set }) => set === 'python')
const inPython = sdpoLab('judge', python.id, JSON.parse(sdpoLab('problems', python.id).out).solution)
holds(
  `judge passes a solution in Python (${python.id})`,
  inPython.status === 0 && JSON.parse(inPython.out).reward === 1,
  inPython.said,
)

const view = spawn('npx', ['--no-install', 'sdpo-lab', 'view', 'run.json', '--port', '0'], {
  cwd: folder,
  env,
  detached: true,
})
const link = await new Promise((resolve) => {
  view.stdout.on('data', (data) => resolve(String(data).trim()))
  view.on('exit', () => resolve(''))
})
const answers = []
for (const file of ['', 'opened/1/run.json', 'models/tiny/manifest.json', '../package.json'])
  answers.push((await fetch(new URL(file, link.replace(/#.*/, '')))).status)
holds('view serves the page and the run', `${answers}` === '200,200,200,404', `${link} ${answers}`)
process.kill(-view.pid, 'SIGTERM')

end()
