import { Button, Text } from '@mantine/core';
import { IconCrystalBall, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { api } from '../../api/client';
import type { KeptPredictions, PredictionModel } from '../../api/predictions';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { Page } from '../../parts/Page';
import { SaveReport } from '../../parts/saved/SaveReport';
import { ChartSkeleton, TileSkeletons } from '../../parts/Skeletons';
import { Finding } from './Finding';
import { ModelDetails } from './ModelDetails';
import { ModelTiles } from './ModelTiles';

/** Who will lapse, order first, order again or come up, how sure that is, and why. */
export default function PredictionsPage() {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const report = useReport('/api/predictions', {}, { isLive: false });
  const refresh = useRefresh();
  const kept = report.data;
  const model = useChosen(kept);
  const isEmpty = kept !== undefined && kept.as_of === null;
  const button = (
    <Button size="xs" variant={isEmpty ? 'filled' : 'default'} leftSection={<IconRefresh size={14} />} loading={refresh.isPending} onClick={() => refresh.mutate()}>
      {t('refresh')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      finding={model ? <Finding model={model} /> : undefined}
      actions={kept?.as_of && model && <><Text size="sm" c="dimmed">{t('asOf', { when: format.dateTime(kept.as_of) })}</Text>{button}<SaveReport asked={{ model: model.model }} /></>}
    >
      {report.isError && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {refresh.isError && <ErrorState error={refresh.error} />}
      {report.isPending && <><TileSkeletons count={4} height={120} /><ChartSkeleton height={300} /></>}
      {isEmpty && <EmptyState icon={IconCrystalBall} title={t('empty.title')} text={t('empty.text')} action={button} />}
      {kept && model && <Models kept={kept} model={model} />}
    </Page>
  );
}

/** The model of the address, else the first one that foretells. */
function useChosen(kept: KeptPredictions | undefined): PredictionModel | undefined {
  const [address] = useAddress();
  const models = kept?.models ?? [];
  return models.find((each) => each.model === address.model) ?? models.find((each) => each.unavailable === null) ?? models[0];
}

function Models({ kept: { models, currency }, model }: { kept: KeptPredictions; model: PredictionModel }) {
  const [, change] = useAddress();
  return (
    <>
      <ModelTiles models={models} chosen={model.model} onChoose={(key) => change({ model: key, least: undefined }, { replace: true })} />
      <ModelDetails key={model.model} model={model} currency={currency} />
    </>
  );
}

function useRefresh() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post('/api/predictions/refresh'),
    onSuccess: () => client.invalidateQueries(),
  });
}
