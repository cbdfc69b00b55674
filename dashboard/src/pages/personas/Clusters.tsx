import { useTranslation } from 'react-i18next';
import { useReason } from '../../api/reasons';
import type { PersonaCard } from '../../api/personas';
import { useFormats } from '../../format';
import { DataTable, type Column } from '../../parts/table';
import classes from './Personas.module.css';

type Cluster = PersonaCard['clusters'][number];

/** The clusters within a persona with how stable each is; or why there are none. */
export function Clusters({ card }: { card: PersonaCard }) {
  const { t } = useTranslation('personas');
  const format = useFormats();
  const reason = useReason();
  if (!card.clusters.length) {
    return <section><h3 className={classes.part}>{t('clusters.none')}</h3><p className={classes.soft}>{reason(card.clusters_unavailable)}</p></section>;
  }
  const features = card.clusters[0]!.middles.map((middle) => middle.feature);
  const columns: Column<Cluster>[] = [
    { key: 'number', title: t('clusters.cluster'), cell: (row) => t('clusters.name', { number: row.number }), value: (row) => row.number },
    { key: 'share', definition: 'persona_cluster', title: t('clusters.share'), cell: (row) => format.share(row.share.value ?? 0), value: (row) => row.share.value, isNumber: true },
    { key: 'stability', definition: 'persona_cluster', title: t('clusters.stability'), cell: (row) => format.decimal(row.stability, 2), value: (row) => row.stability, isNumber: true },
    ...features.map((feature, index): Column<Cluster> => ({
      key: feature, title: t(`feature.${feature}`, { defaultValue: feature }),
      cell: (row) => format.decimal(row.middles[index]!.cluster), value: (row) => row.middles[index]!.cluster, isNumber: true,
    })),
  ];
  return (
    <section>
      <h3 className={classes.part}>{t('clusters.found', { count: card.clusters.length })}</h3>
      <p className={classes.soft}>{t('clusters.text')}</p>
      <DataTable label={t('clusters.found', { count: card.clusters.length })} columns={columns} rows={card.clusters} rowKey={(row) => String(row.number)} hasFilter={false} />
    </section>
  );
}
