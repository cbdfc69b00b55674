import { Trans, useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import type { Segment } from './shapes';

/** How many are in it, and what became of that in seven days. */
export function SegmentFinding({ segment }: { segment: Segment }) {
  const { t } = useTranslation('segments');
  const format = useFormats();
  return (
    <Trans
      t={t} i18nKey="finding.one" count={segment.customers} components={{ b: <b /> }}
      values={{ customers: format.count(segment.customers), entered: format.count(segment.entered), left: format.count(segment.left) }}
    />
  );
}
