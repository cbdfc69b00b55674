/** ECharts, only the pieces that are drawn; loaded with the first page that needs them. */
import { SankeyChart } from 'echarts/charts';
import { AriaComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([SankeyChart, TooltipComponent, AriaComponent, SVGRenderer]);

export { init };
export type { EChartsCoreOption, ECharts } from 'echarts/core';
