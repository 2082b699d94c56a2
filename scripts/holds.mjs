/** What the long checks of the package share: a folder of their own, and a line a promise. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/**
 * A check in a new folder. `holds` prints a line a promise, with what was said where it is broken; `skip` says why nothing can
 * be checked and ends with 0; `end` ends with 1 where a promise was broken. Both remove the folder.
 * @param {string} name
 */
export function check(name) {
  const folder = mkdtempSync(path.join(tmpdir(), `sdpo-lab-${name}-`))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  let broken = 0
  return {
    folder,
    inFolder: (file) => path.join(folder, file),
    holds(promise, ok, said = '') {
      console.log(`${ok ? 'holds ' : 'BROKEN'}  ${promise}`)
      if (ok) return
      broken++
      console.log(said)
    },
    skip(why) {
      console.log(`skipped  ${why}`)
      remove()
      process.exit(0)
    },
    /** Ends here where a promise was broken that the rest stands on. */
    needsAll() {
      if (broken > 0) process.exit(1)
    },
    end() {
      remove()
      process.exitCode = broken === 0 ? 0 : 1
    },
  }
}
