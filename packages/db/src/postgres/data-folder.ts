import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { WrongSetting } from './wrong-setting.ts'

/** Makes the data folder where it is missing. Throws WrongSetting where it cannot be made. */
export function requireDataFolder(folder: string): void {
  try {
    make(folder)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new WrongSetting(`MAINSTAY_DATA_DIR: ${folder} cannot be made a folder (${why}). Name another`)
  }
}

// One by one: asked for all of them at once, Node never comes back from where none can be made, such as /proc.
function make(folder: string): void {
  if (existsSync(folder)) return
  make(dirname(folder))
  mkdirSync(folder)
}
