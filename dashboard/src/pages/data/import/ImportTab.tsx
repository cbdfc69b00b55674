import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../../address';
import { Panel } from '../../../parts/Panel';
import { DropZone } from './DropZone';
import { History } from './History';
import { Prepare } from './Prepare';
import { Run } from './Run';

/** A file becomes orders, events or customers: choose, put right, watch, see what became of each line. */
export function ImportTab() {
  const { t } = useTranslation('data');
  const [address, change] = useAddress();
  const [file, setFile] = useState<File | null>(null);
  const again = () => {
    setFile(null);
    change({ run: undefined });
  };
  return (
    <Stack gap="lg">
      <Panel title={t('import.title')} text={t('import.text')}>
        {address.run ? (
          <Run id={address.run} onAgain={again} />
        ) : file ? (
          <Prepare
            key={`${file.name}-${file.size}-${file.lastModified}`}
            file={file}
            onOther={() => setFile(null)}
            onStarted={(id) => {
              setFile(null);
              change({ run: id });
            }}
          />
        ) : (
          <DropZone onFile={setFile} />
        )}
      </Panel>
      <History onOpen={(id) => change({ run: id })} />
    </Stack>
  );
}
