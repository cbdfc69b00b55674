import { useTranslation } from 'react-i18next';
import type { Board } from '../../api/lifecycle';
import { useStageTitle } from '../../api/maps';
import { SidePanel } from '../../parts/SidePanel';
import { StageBadge } from '../../parts/StageBadge';
import { FlowDetails } from './FlowDetails';
import { MoveDetails } from './MoveDetails';
import { StageDetails } from './StageDetails';

interface DetailsProps {
  board: Board;
  /** `stage:ID`, `move:A>B` or `flow:A>B@START..END`, from the address. */
  open: string | undefined;
  onClose: () => void;
}

/** The side panel of the board: a stage, a move or a flow, and the customers behind it. */
export function Details({ board, open, onClose }: DetailsProps) {
  const { t } = useTranslation('lifecycle');
  const title = useStageTitle();
  const stage = /^stage:(.+)$/.exec(open ?? '');
  const move = /^move:(.+)>(.+)$/.exec(open ?? '');
  const flow = /^flow:(.*)>(.+)@(.+)\.\.(.+)$/.exec(open ?? '');
  const foundStage = stage && board.stages.find((each) => each.id === stage[1]);
  const foundMove = move && board.moves.find((each) => each.source === move[1] && each.target === move[2]);
  const name = (id: string | null) => title(id, board.stages.find((each) => each.id === id)?.title);
  return (
    <>
      <SidePanel isOpen={Boolean(foundStage)} onClose={onClose} title={foundStage ? <StageBadge stage={foundStage.id} title={foundStage.title} color={foundStage.color} /> : ''}>
        {foundStage && <StageDetails stage={foundStage} board={board} />}
      </SidePanel>
      <SidePanel isOpen={Boolean(foundMove)} onClose={onClose} size={520} title={foundMove ? t('trends.name', { source: name(foundMove.source), target: name(foundMove.target) }) : ''}>
        {foundMove && <MoveDetails move={foundMove} board={board} />}
      </SidePanel>
      <SidePanel isOpen={Boolean(flow)} onClose={onClose} title={flow ? t('trends.name', { source: name(flow[1] || null), target: name(flow[2]!) }) : ''}>
        {flow && <FlowDetails board={board} source={flow[1] || null} target={flow[2]!} start={flow[3]!} end={flow[4]!} />}
      </SidePanel>
    </>
  );
}
