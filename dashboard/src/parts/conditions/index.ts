export { ConditionDialog } from './ConditionDialog';
export { ConditionEditor } from './ConditionEditor';
export { draftOf, sentOf, useConditionRead, type ConditionDraft } from './draft';
export { claimsIn, isComplete, pruned, rooted, type Tree } from './tree';
export { useSaid } from './useSaid';
