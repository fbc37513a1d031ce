from typing import Literal

from jingwei.api.endpoints import Endpoints
from jingwei.api.schemas import Input

endpoints = Endpoints("grids", scope="manage")
RoleCode = Literal["keeper", "lead"]


class OfRole(Input):
    role: RoleCode
