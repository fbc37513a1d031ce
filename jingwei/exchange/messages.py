"""The sentences of the trail for what an import does."""

from django.utils.translation import gettext_lazy as _

from jingwei.gate import trail

trail.sentence("exchange.stage", _("{who} 带来了一批名单"))
trail.sentence("exchange.preview", _("{who} 带来的名单读好了"))
trail.sentence("exchange.refuse", _("{who} 带来的名单没有读成"))
trail.sentence("exchange.start", _("{who} 让后台写入一次导入"))
trail.sentence("exchange.stop", _("{who} 停下了一次导入，什么都没有写入"))
trail.sentence("exchange.finish", _("{who} 确认的导入写好了"))
trail.sentence("exchange.confirm", _("{who} 确认了导入"))
trail.sentence("exchange.discard", _("{who} 放弃了一次导入"))
trail.sentence("exchange.undo", _("{who} 撤销了导入"))
trail.sentence("exchange.forget", _("{who} 删掉了过期的撤销数据"))
trail.sentence("exchange.take_back", _("{who} 撤销导入时恢复了原来的内容"))
