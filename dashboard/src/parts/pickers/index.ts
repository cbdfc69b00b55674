export { PeriodPicker, Pickers, VersusPicker } from './PeriodPicker';
export { SegmentPicker } from './SegmentPicker';
