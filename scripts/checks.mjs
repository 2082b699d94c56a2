/**
 * What `npm run lint` and `npm test` hold the sources to, beside the tests: one name, one command each. All of
 * them look at the folder that they are run in.
 */

const node = (file, ...args) => [process.execPath, file, ...args]
const tool = (...args) => ['npx', '--no-install', ...args]

/** @type {readonly { name: string, command: readonly string[] }[]} */
export const checks = [
  { name: 'lint', command: tool('eslint', '.') },
  { name: 'format', command: tool('prettier', '--check', '--log-level', 'warn', '.') },
  { name: 'circles', command: node('scripts/circles.mjs') },
  // Files, exports and dependencies that nothing uses (knip.json).
  { name: 'unused', command: tool('knip', '--no-progress') },
]
