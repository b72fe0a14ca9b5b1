"""Words too common to find anything by (停用词)."""

_CHINESE = """
的 了 和 与 及 等 在 是 为 对 以 于 而 或 其 之 该 将 被 把 从 并 也 都 就 由 到 向 因 使 让 但
且 则 若 如 即 所 这 那 此 各 每 某 有 无 不 未 可 能 会 要 应 须 需 已 正 又 还 再 更 最 很 较
太 个 种 项 类 些 我 你 他 她 它 们 您 上 下 中 内 外 里 间 后 前 时 来 去 着 过 给 用 按 一 二
三 四 五 六 七 八 九 十 百 千 万 亿 两 年 月 日 本 只 才 却 因而 以及 及其 并且 而且 或者 或是
因此 因为 所以 由于 如果 但是 然而 虽然 不仅 不但 还是 同时 其中 其他 其它 其次 此外 另外 以上
以下 之间 之一 一个 一种 一些 一定 一般 这种 这个 这些 那些 该项 本项 各种 各个 各类 多种 多个
某种 可以 可能 能够 需要 必须 应当 应该 通过 根据 按照 基于 关于 对于 针对 为了 进行 具有 具备
拥有 实现 采用 利用 使用 提供 所述 上述 下述 如下 包括 包含 属于 作为 成为 没有 存在 已经 目前
现在 当前 我们 他们 它们 自己 什么 怎么 如何 哪些 非常 十分 比较 更加 从而 进而 即可 等等 希望
寻求 想要 有关 相关 公开 涉及 本发明 实用新型 特征 在于 其特征
"""

_ENGLISH = """
a an the and or but if then else of in on at by for with from to into onto as is are was were
be been being it its this that these those there here he she they we you i not no nor so than
too very can could may might must shall should will would do does did done have has had having
which who whom whose what when where why how all any both each few more most other some such
only own same also between during before after above below up down out over under again further
once about against through
"""

CHINESE_STOP_WORDS = frozenset(_CHINESE.split())
ENGLISH_STOP_WORDS = frozenset(_ENGLISH.split())
