"""The choke point: every read and every write of a row passes here.

`from jingwei.gate.doors import visible, change, create` · `from jingwei.gate.flow import Flow, Step` ·
`from jingwei.gate.pages import page` · `from jingwei.gate import trail` · `from jingwei.gate.sealing.check import check`
"""
