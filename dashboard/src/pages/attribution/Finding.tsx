import { Trans, useTranslation } from 'react-i18next';
import type { SourcesReport } from '../../api/attribution';
import { useReason } from '../../api/reasons';
import { useFormats } from '../../format';
import { bestBy, findingOf, shareOf, useSourceName } from './names';

/** Where most orders begin, and where they end. */
export function Finding({ report }: { report: SourcesReport }) {
  const { t } = useTranslation('attribution');
  const format = useFormats();
  const reason = useReason();
  const name = useSourceName();
  const [first, last] = [bestBy(report.sources, 'first'), bestBy(report.sources, 'last')];
  if (report.unavailable || !first || !last) return <>{reason(report.unavailable)}</>;
  return (
    <Trans
      t={t}
      i18nKey={`finding.${findingOf(first, last)}`}
      values={{
        first: name(first),
        firstShare: format.share(shareOf(first, 'first'), 0),
        last: name(last),
        lastShare: format.share(shareOf(last, 'last'), 0),
      }}
      components={{ b: <b /> }}
    />
  );
}
