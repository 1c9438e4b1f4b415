/** What a reader may rely on, on every page. Each is kept by a check that can fail the build. */
export const promises = [
  {
    title: 'Nothing is drawn that did not happen',
    text: 'A figure shows the state of a real implementation, run in your browser from a seed. There are no recorded animations.',
  },
  {
    title: 'Nothing is claimed that is not checked',
    text: 'What a caption says of a run is a test of that run. Its numbers are read from the run when the page is built.',
  },
  {
    title: 'Time goes both ways',
    text: 'Drag the timeline back. Act in the past, and a new branch begins there; the first one stays. A link holds it all.',
  },
  {
    title: 'Every rule can be switched off',
    text: 'Orrery then searches for the shortest run that breaks a promise of the protocol, and plays it to you, step by step.',
  },
  {
    title: 'The limits are on the page',
    text: 'Each model lists what it leaves out. Each verdict states its bounds: violated, holds within these bounds, or gave up.',
  },
  {
    title: 'It works where you are',
    text: 'On a phone, by keyboard, by ear, without motion, without colour vision, without scripts, and on paper.',
  },
] as const
