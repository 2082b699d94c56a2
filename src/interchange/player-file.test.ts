import { expect, it } from 'vitest'
import { playerFile, recordingPlace } from './player-file.ts'

const page = `<script type="application/json" id="recording">${recordingPlace}</script><script>play()</script>`

it('puts a recording into the player\u2019s page, which no text of it can leave', () => {
  const recording = JSON.stringify({ text: '</script><script>alert(1)</script>', money: '$& $1' })
  const file = playerFile(page, recording)
  const [, inside] = /id="recording">(.*?)<\/script>/.exec(file)!
  expect(JSON.parse(inside!)).toEqual(JSON.parse(recording))
  expect(file.match(/<script/g)).toHaveLength(2)
})

it('refuses a page that is not the player', () => {
  expect(() => playerFile('<p>Sign in</p>', '{}')).toThrow('did not give the player')
})
