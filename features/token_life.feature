Feature: The life of a token
  A partner handles a single token; an entity tag tells which version is meant.

  Background:
    Given a catalog item
    And 10 tokens in circulation

  Scenario: A reserved token is activated
    Given an order of 2 tokens by Northwind, reserved only
    When Northwind activates the token
    Then the token is Activated, at version 3
    And the item's tokens are
      | circulated | reserved | activated |
      | 8          | 1        | 1         |

  Scenario: An activated token is deactivated
    Given an order of 2 tokens by Northwind
    When Northwind deactivates the token
    Then the token is Reserved, at version 4
    And the item's tokens are
      | circulated | reserved | activated |
      | 8          | 1        | 1         |

  Scenario: A token is voided
    Given an order of 2 tokens by Northwind
    When Northwind voids the token
    Then that succeeds
    And the token is Voided, at version 4
    And the item's tokens are
      | circulated | activated | voided |
      | 8          | 1         | 1      |

  Scenario: A void token cannot be activated
    Given an order of 1 token by Northwind, reserved only
    When Northwind voids the token
    And Northwind activates the token
    Then that is refused: 409 TokenVoided

  Scenario: Whoever saw an older version changes nothing
    Given an order of 1 token by Northwind, reserved only
    And Northwind activates the token
    When Northwind deactivates the token as it was at version 2
    Then that is refused: 412 InvalidEntityTag
    And the current entity tag is that of version 3
    And the token is Activated, at version 3

  Scenario: Whoever does not say which version changes nothing
    Given an order of 1 token by Northwind, reserved only
    When Northwind activates the token without an entity tag
    Then that is refused: 428 InvalidEntityTag
    And the token is Reserved, at version 2
