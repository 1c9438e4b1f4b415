/** What other rooms use of the stage without a browser. Components are imported by their own paths. */
export * from './caption.ts'
export * from './frame.ts'
export * from './link.ts'
export * from './theme.ts'
export { stillExplainer, stillFigure } from './figure/static.ts'
export { sceneToSvg } from './render/svg.ts'
