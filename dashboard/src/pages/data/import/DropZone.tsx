import { Button } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Import.module.css';

const ACCEPTED = '.csv,.gz,.tsv,.txt,.parquet,.ndjson,.jsonl,.json';

/** Takes one file by drag and drop or by the file dialog. */
export function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation('data');
  const input = useRef<HTMLInputElement>(null);
  // Entering a child leaves the parent: only the balance says whether a file is held above the zone.
  const depth = useRef(0);
  const [isOver, setOver] = useState(false);
  const move = (step: number) => (event: DragEvent) => {
    event.preventDefault();
    depth.current += step;
    setOver(depth.current > 0);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <div
      className={classes.zone}
      data-over={isOver || undefined}
      onDragEnter={move(1)}
      onDragLeave={move(-1)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <IconFileUpload size={28} stroke={1.5} aria-hidden />
      <div className={classes.zoneTitle}>{isOver ? t('import.dropNow') : t('import.drop')}</div>
      <div className={classes.soft}>{t('import.or')}</div>
      <Button variant="default" mt="xs" onClick={() => input.current?.click()}>{t('import.choose')}</Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        hidden
        data-testid="import-file"
        aria-label={t('import.choose')}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
