export { CustomerLink } from './CustomerLink';
export { calledIn, idWithoutKind, nameOf, wordsOf } from './names';
