/**
 * The script that the sandbox runs for an extracted program: types stripped, modules made part of the script. Line
 * numbers stay, so that an error names the line as it was written.
 */
import type { Transform } from 'sucrase'
import type { Language } from '../../problems/problem.ts'

/** Syntax that a script does not have: modules, and TypeScript's types. */
const MODULE = /^[ \t]*(?:import\s*[\w{*'"]|export\s*[\w{*])/m
const COMMON = /\bmodule\s*\.\s*exports\b|(?<![\w$.])exports\s*\./
const TYPES =
  /[\w$\])?]\s?:\s?(?:readonly\s+)?(?:[A-Z][\w.]*|number|string|boolean|any|unknown|void|never|object|null|undefined|\(|\{|\[)|\b(?:interface|type|enum|namespace|declare|abstract)\s+[\w$]+|\bas\s+(?:const|[A-Za-z])|<[A-Z][\w, ]*>\s*\(|\b(?:private|public|protected|readonly)\s+[\w$]/

export async function runnable(code: string, language: Language, name: string | null): Promise<string> {
  if (language !== 'javascript') return code
  const isModule = MODULE.test(code)
  const typed = TYPES.test(code)
  const script = isModule || typed ? await transformed(code, isModule) : code
  const exports = COMMON.test(script)
  const method = name !== null && /\bclass\s+Solution\b/.test(code)
  if (!exports && !method) return script
  const begin = exports ? 'var module = { exports: {} }, exports = module.exports; ' : ''
  // What is asked for may be a member of what is exported, or a method of LeetCode's class.
  const from = [
    ...(exports
      ? [
          `(typeof module.exports === 'function' ? module.exports : module.exports.${name} ?? module.exports.default)`,
        ]
      : []),
    ...(method
      ? [
          `(typeof Solution === 'function' && typeof Solution.prototype.${name} === 'function' ? (...args) => new Solution().${name}(...args) : undefined)`,
        ]
      : []),
  ].join(' ?? ')
  const end =
    name === null
      ? ''
      : `\n;if (typeof ${name} === 'undefined') { const found = ${from}; if (found !== undefined) globalThis.${name} = found }`
  return `${begin}${script}${end}`
}

async function transformed(code: string, isModule: boolean): Promise<string> {
  const { transform } = await import('sucrase')
  const read = (transforms: Transform[]) => {
    try {
      return transform(code, { transforms, disableESTransforms: true }).code.replace(/^"use strict";/, '')
    } catch {
      return null
    }
  }
  const modules: Transform[] = isModule ? ['imports'] : []
  // What is plain JavaScript stays so: `f < a > (b)` is a comparison there. What cannot be read goes to the sandbox
  // as it stands, which says what is wrong with it, and where.
  return read(modules) ?? read(['typescript', ...modules]) ?? code
}
