/** The rules that can be switched off, each with the question whose answer is its counterexample. */
import type { Recipe, Rule } from '@orrery/engine/model/model.ts'

/** One slot a page keeps the picture small; the promises are the same. */
const small = { pages: 1, slots: 1, transactions: 2, busy: false }
const oneCrash: Recipe = { params: small, actions: { crash: 1, checkpoint: 0, update: 2 }, model: { log: 8 } }

export const rules: readonly Rule[] = [
  {
    id: 'log-before-page',
    title: 'Log before page',
    text: 'A page is written only when the log of its last change is durable. Without this, a page can carry a change to disk that the log knows nothing of: after a crash nothing can undo it.',
    section: '§1.1',
    breaks: 'atomicity',
    recipe: oneCrash,
  },
  {
    id: 'fsync-before-ack',
    title: 'Fsync before acknowledging',
    text: 'A client hears “committed” only when the fsync that covers its commit record has returned. Without this, it hears so when the record was handed to the operating system, where a crash still loses it.',
    section: '§5.3',
    breaks: 'durability',
    recipe: oneCrash,
  },
  {
    id: 'checksum',
    title: 'Check each record’s checksum',
    text: 'Recovery takes the first record whose checksum fails for the end of the log. Without this, it believes a record that was written half, and writes what an erased block reads as, 255, over committed data.',
    section: 'PostgreSQL §30.1',
    breaks: 'durability',
    recipe: oneCrash,
  },
  {
    id: 'log-undo',
    title: 'Log what is undone',
    text: 'Undoing a change is itself a change, logged as a compensation record. Without this, history is repeated without the undo: what was rolled back is there again after a crash.',
    section: '§3',
    breaks: 'atomicity',
    recipe: oneCrash,
  },
  {
    id: 'undo-next',
    title: 'Go on where the compensation points',
    text: 'A compensation record names the record to undo next (UndoNxtLSN), so a recovery that is repeated passes over what was undone. Without this, each crash during recovery makes the log longer.',
    section: '§3',
    breaks: 'undone-once',
    recipe: { ...oneCrash, actions: { crash: 2, checkpoint: 0, update: 2 } },
  },
]
