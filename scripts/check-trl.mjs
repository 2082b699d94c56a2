/**
 * `npm run check:trl`: a run on SmolLM2 goes to TRL and back. Exports it, trains three steps from the zip with TRL from
 * PyPI on the processor, as its README says, and looks at what comes back. Needs python3 with a connection to PyPI, or
 * SDPO_TRL_PYTHON, an interpreter that has requirements.txt; says so and ends with 0 where there is neither.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { check } from './holds.mjs'

const weights = path.resolve('.cache/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf')
const command = path.resolve('bin/sdpo-lab.mjs')
const { folder, inFolder, holds, skip, needsAll, end } = check('trl')

function call(program, args, options = {}) {
  return spawnSync(program, args, { encoding: 'utf8', cwd: folder, maxBuffer: 1e8, ...options })
}
const sdpoLab = (...args) => call(process.execPath, [command, ...args])

if (!existsSync(weights)) skip('SmolLM2 is not here: npm run fetch:smollm2.')

const small = [
  '--budget',
  '2',
  '--attempts',
  '2',
  '--set',
  'maxNewTokens=10',
  '--set',
  'loss.distillation.kind=full-logits',
]
const run = sdpoLab('run', 'py-second', '--model', weights, '--out', 'run.json', '--quiet', ...small)
holds('a run on SmolLM2 is made', run.status === 0 || run.status === 3, run.stderr)
const exported = sdpoLab('export', 'run.json', '--to', 'trl', '--out', 'trl.zip')
holds('it is exported', exported.status === 0, exported.stderr)
needsAll()
call('python3', ['-m', 'zipfile', '-e', 'trl.zip', '.'])

let python = process.env.SDPO_TRL_PYTHON
if (!python) {
  if (call('python3', ['-m', 'venv', 'venv']).status !== 0)
    skip('There is no python3 that makes environments.')
  python = inFolder('venv/bin/python')
  const installed = call(python, ['-m', 'pip', 'install', '--quiet', '-r', 'requirements.txt'])
  if (installed.status !== 0)
    skip(`What TRL needs could not be installed: ${installed.stderr.trim().split('\n').at(-1)}`)
}

const trained = call(
  python,
  [
    '-m',
    'accelerate.commands.launch',
    '--config_file',
    'accelerate.yaml',
    'train.py',
    '--model',
    weights,
    '--steps',
    '3',
  ],
  {
    env: { ...process.env, TRL_EXPERIMENTAL_SILENCE: '1', HF_HUB_OFFLINE: '1' },
  },
)
holds('three steps of TRL from the zip, unedited', trained.status === 0, trained.stderr.slice(-3000))
const lines = existsSync(inFolder('traces.jsonl'))
  ? readFileSync(inFolder('traces.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : []
holds('six attempts in three steps', lines.length === 6 && lines.at(-1).step === 3, `${lines.length}`)
const own = ({ feedback, teacher_prompt: read }) => feedback === '' || read?.includes(feedback)
holds(
  'each attempt\u2019s own feedback stands in its teacher\u2019s prompt',
  lines.length > 0 && lines.every(own),
  JSON.stringify(lines, null, 1),
)
holds(
  'not all were told the same',
  new Set(lines.map(({ feedback }) => feedback)).size > 1,
  JSON.stringify(lines.map(({ feedback }) => feedback)),
)
const inspected = sdpoLab('inspect', 'traces.jsonl')
holds('its lines are read by the lab', inspected.status === 0, inspected.stdout + inspected.stderr)
const adapter = sdpoLab('inspect', 'adapter-trained/adapter_model.safetensors')
holds('its adapter is read by the lab', adapter.status === 0, adapter.stdout + adapter.stderr)

end()
