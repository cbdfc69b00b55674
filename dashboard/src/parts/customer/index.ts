export { CustomerLink } from './CustomerLink';
export { calledIn, idWithoutKind, nameOf, wordsOf, type Named } from './names';
