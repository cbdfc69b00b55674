export { Reasons } from './Reasons';
export { useFactWords } from './useFactWords';
