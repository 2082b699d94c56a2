/**
 * Where Dawn (npm `webgpu`) finds Vulkan on Linux: a card's driver where the machine has one, else the software
 * adapter that comes with Chromium. A process reads LD_LIBRARY_PATH once, at its start, so a command that wants
 * the adapter is started with these variables.
 */
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

const driverFolders = ['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d']
const loader = 'libvulkan.so.1'
const loaderFolders = [
  '/lib',
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/lib',
  ...['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu`),
]
const softwareDriver = 'vk_swiftshader_icd.json'

/** The variables that are missing: none where nothing needs to be added, or nothing can be found. */
export function vulkanEnvironment(environment: Environment = process.env): Record<string, string> {
  if (process.platform !== 'linux') return {}
  const chromium = chromiumFolder(environment)
  if (!chromium) return {}
  const named = environment['VK_DRIVER_FILES'] ?? environment['VK_ICD_FILENAMES']
  const given = (environment['LD_LIBRARY_PATH'] ?? '').split(delimiter).filter(Boolean)
  const found = (folders: readonly string[]) => folders.some((folder) => existsSync(join(folder, loader)))
  return {
    ...(!named && !hasDriver() && { VK_DRIVER_FILES: join(chromium, softwareDriver) }),
    ...(!found([...given, ...loaderFolders]) && { LD_LIBRARY_PATH: [...given, chromium].join(delimiter) }),
  }
}

function hasDriver(): boolean {
  return driverFolders.some((folder) => existsSync(folder) && readdirSync(folder).length > 0)
}

/** The folder of an installed Chromium that has its software adapter beside it. */
function chromiumFolder({ SDPO_CHROMIUM: named }: Environment): string | undefined {
  const playwright = join(homedir(), '.cache/ms-playwright')
  const fetched = existsSync(playwright)
    ? readdirSync(playwright).flatMap((name) =>
        ['chrome-linux', 'chrome-linux64'].map((folder) => join(playwright, name, folder)),
      )
    : []
  return [
    ...(named && existsSync(named) ? [dirname(realpathSync(named))] : []),
    '/usr/lib/chromium',
    '/usr/lib64/chromium',
    '/opt/google/chrome',
    ...fetched,
  ].find((folder) => existsSync(join(folder, softwareDriver)) && existsSync(join(folder, loader)))
}
