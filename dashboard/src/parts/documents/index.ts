export { DeleteDialog } from './DeleteDialog';
export { slugOf } from './slug';
export { VersionsPanel, type DocumentVersion } from './VersionsPanel';
