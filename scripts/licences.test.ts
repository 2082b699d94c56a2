import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { licences, shippedPackages, textsOf } from './licences.ts'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Record<string, string>
}
const notice = readFileSync('NOTICE', 'utf8')

describe('licences', () => {
  it.each(Object.keys(dependencies).filter((name) => name !== 'ort-train'))('NOTICE names %s', (name) => {
    expect(notice).toMatch(new RegExp(`(^|, )${name}\\b`, 'm'))
  })

  it.each(shippedPackages().map((each) => [each.name, each] as const))(
    '%s ships with its text',
    (name, each) => {
      // Published without a text; it makes identifiers in onnxruntime-web's JavaScript and says ISC in its manifest.
      if (name === 'guid-typescript') return expect(each.license).toBe('ISC')
      expect(textsOf(each).join('').length).toBeGreaterThan(500)
    },
  )

  it('are under terms that let the lab ship them', () => {
    const allowed =
      /^(MIT|ISC|Apache-2\.0|BSD-3-Clause|BSD-2-Clause|0BSD|OFL-1\.1|MPL-2\.0|\(MPL-2\.0 OR Apache-2\.0\))$/
    for (const { name, license } of shippedPackages()) expect(license, name).toMatch(allowed)
  })

  it('are of the versions that the lock file pins by the hash of their bytes', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { version?: string; integrity?: string }>
    }
    for (const { name, version } of shippedPackages()) {
      const pinned = packages[`node_modules/${name}`]
      expect(pinned, name).toMatchObject({ version, integrity: expect.stringMatching(/^sha512-/) as string })
    }
  })

  it('stand in one text, with where Pyodide and its source come from', () => {
    expect(licences()).toContain('Mozilla Public License Version 2.0')
    expect(licences()).toContain('PYTHON SOFTWARE FOUNDATION LICENSE')
    expect(licences()).toContain('https://github.com/pyodide/pyodide')
  })
})
