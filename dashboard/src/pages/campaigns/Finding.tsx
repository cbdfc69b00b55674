import { Trans, useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import { useOutcome } from '../../parts/outcome/useOutcome';
import { draftOf, kindOf, type Campaign, type When } from './document';
import { useNext, useWhen } from './useWhen';
import { useWaits } from './useWaits';

interface FindingProps {
  campaign: Campaign;
  /** As it stands in the form, saved or not. */
  when: When;
  problems: number;
}

/** What a campaign does now: what still waits, what became of the rest, and when it goes out next. */
export function Finding({ campaign, when, problems }: FindingProps) {
  const { t } = useTranslation('campaigns');
  const waits = useWaits()(campaign);
  const next = useNext()(campaign.next);
  const words = useWhen();
  const { status, counts } = campaign;
  const isRunning = status === 'running';
  if (counts.entries > 0) {
    return (
      <>
        {waits && <b>{waits} </b>}
        <Result campaign={campaign} isMain={!waits} />
        {isRunning && next && <> {t('finding.next', { next })}</>}
        {isRunning && !next && kindOf(draftOf(campaign.document).when) === 'at' && <> {t('finding.round')}</>}
      </>
    );
  }
  if (isRunning) return <>{next ? t('finding.waits', { when: next }) : t(kindOf(draftOf(campaign.document).when) === 'at' ? 'finding.round' : 'finding.starting')}</>;
  if (status === 'paused') return <>{t('finding.paused')}</>;
  if (status !== 'draft') return <>{t('finding.over')}</>;
  if (problems > 0) return <>{t('finding.problems', { count: problems })}</>;
  return <>{kindOf(when) === 'now' ? t('finding.draftNow') : t('finding.draft', { when: words(when) })}</>;
}

function Result({ campaign: { counts }, isMain }: { campaign: Campaign; isMain: boolean }) {
  const { t } = useTranslation('campaigns');
  const format = useFormats();
  const outcome = useOutcome();
  const [reason, number] = Object.entries(counts.suppressed).sort(([, one], [, other]) => other - one)[0] ?? ['', 0];
  const values = { sent: format.count(counts.sent), all: format.count(counts.entries), share: format.share(counts.sent / counts.entries), reason: outcome.suppressed(reason), number: format.count(number) };
  return <Trans t={t} i18nKey={number > 0 ? 'finding.wentWhy' : 'finding.went'} count={counts.entries} values={values} components={{ b: isMain ? <b /> : <span /> }} />;
}
