import { Button } from '@mantine/core';
import { IconEdit, IconFilterDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { useScope } from '../../address/period';
import { useReport } from '../../api/report';
import { useReason } from '../../api/reasons';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { Figure } from '../../parts/Figure';
import { FigureGrid } from '../../parts/FigureGrid';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { PeriodPicker, Pickers, SegmentPicker, VersusPicker } from '../../parts/pickers';
import { ChartSkeleton, TileSkeletons } from '../../parts/Skeletons';
import { addressOf, draftOf, paramsOf } from './asked';
import { Finding } from './Finding';
import { Groups } from './Groups';
import { StepDetails } from './StepDetails';
import { StepForm } from './StepForm';
import { Steps } from './Steps';
import { StepTable } from './StepTable';

/** How far customers come through steps, and where they are lost. */
export default function FunnelPage() {
  const { t } = useTranslation('funnel');
  const format = useFormats();
  const reason = useReason();
  const { params } = useScope();
  const [address, change] = useAddress();
  const [isEditing, setEditing] = useState(false);
  const draft = draftOf(address);
  const asked = { ...paramsOf(draft), period: params.period, versus: params.versus, segment: params.segment };
  const report = useReport('/api/funnel', { ...asked, by: address.by }, { isLive: false });
  const funnel = report.data;
  const window = `${format.count(draft.window.amount)} ${t(`form.${draft.window.unit}`)}`;
  const number = address.step ? Number(address.step) : null;
  const edit = <Button size="xs" leftSection={<IconEdit size={15} />} onClick={() => setEditing(true)}>{t('edit')}</Button>;
  return (
    <Page
      title={t('title')}
      finding={funnel && !funnel.unavailable ? <Finding funnel={funnel} /> : undefined}
      pickers={<Pickers><PeriodPicker /><VersusPicker /><SegmentPicker /></Pickers>}
      actions={edit}
    >
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <><TileSkeletons count={4} height={92} /><ChartSkeleton height={360} /></>}
      {funnel?.unavailable && <EmptyState icon={IconFilterDown} title={t('empty.title')} text={reason(funnel.unavailable)} action={edit} />}
      {funnel && !funnel.unavailable && (
        <>
          <FigureGrid>
            <Figure label={t('figure.conversion')} figure={funnel.conversion} />
            <Figure label={t('figure.began')} figure={funnel.began} isNeutral />
            <Figure label={t('figure.converted')} figure={funnel.converted} />
            <Figure label={t('figure.days')} figure={funnel.days_to_convert} isLessBetter />
            {Boolean(funnel.still_open.value) && <Figure label={t('figure.open')} figure={funnel.still_open} isNeutral />}
          </FigureGrid>
          <Panel
            title={t('steps.title', { converted: format.count(funnel.converted.value ?? 0), began: format.count(funnel.began.value ?? 0) })}
            text={funnel.is_ordered ? t('steps.text', { window }) : t('steps.textAny', { window, names: format.list(funnel.steps.map((step) => step.event)) })}
          >
            <Steps funnel={funnel} isStale={report.isPlaceholderData} onOpen={(step) => change({ step: String(step) })} />
          </Panel>
          <Groups funnel={funnel} by={address.by} isStale={report.isPlaceholderData} onBy={(by) => change({ by }, { replace: true })} />
          <StepTable funnel={funnel} window={window} isStale={report.isPlaceholderData} />
          <StepDetails funnel={funnel} number={number} window={window} params={asked} onClose={() => change({ step: undefined })} />
        </>
      )}
      <StepForm
        isOpen={isEditing} draft={draft} onClose={() => setEditing(false)}
        onTake={(taken) => { setEditing(false); change({ ...addressOf(taken), step: undefined }); }}
      />
    </Page>
  );
}
