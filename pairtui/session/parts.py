"""The parts a session is put together from; made in one place and handed down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pairtui.config import Config
from pairtui.prompts import Prompts
from pairtui.providers.remembered import Remembered
from pairtui.repo.git import Repo
from pairtui.request import Endpoint, Provider
from pairtui.session.guarded import Guarded
from pairtui.session.mapping import Mapping
from pairtui.session.patience import Patience
from pairtui.session.policy import Policy
from pairtui.store.place import Place
from pairtui.tokens import Counter

NOWHERE = Endpoint("")


@dataclass(slots=True)
class Answering:
    """Who can be asked: a provider and its endpoint, or `problem`, why there is none.

    It becomes another when the person chooses one; whoever holds it asks that one then.
    """

    provider: Provider | None = None
    endpoint: Endpoint = NOWHERE
    problem: str = ""

    def become(self, other: Answering) -> None:
        """Be another from now on."""
        self.provider, self.endpoint, self.problem = other.provider, other.endpoint, other.problem

    def guarded(self, policy: Policy) -> Answering:
        """Return it with the provider behind the policy, once."""
        if self.provider is None or isinstance(self.provider, Guarded):
            return self
        return replace(self, provider=Guarded(self.provider, policy))


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything concrete that the two legs need.

    `places` are where store and journal may lie, the first that can be used; nothing is kept where
    there are none. `troubles` are sentences about the person's own templates that cannot be used.
    Without `mapping` there is no map of the repository.
    Whoever answers is behind the policy, however these parts came about.
    """

    repo: Repo
    config: Config
    prompts: Prompts
    counter: Counter
    remembered: Remembered
    answering: Answering
    places: tuple[Place, ...] = ()
    troubles: tuple[str, ...] = ()
    patience: Patience = field(default_factory=Patience)
    mapping: Mapping | None = None
    policy: Policy = field(kw_only=True)

    def __post_init__(self) -> None:
        """Let nobody be asked past the policy."""
        object.__setattr__(self, "answering", self.answering.guarded(self.policy))
