Feature: Refusals
  What cannot be done is refused at once, with a code that says why.

  Scenario: Minting an item that is not in the catalog
    When the operator mints 10 tokens
    Then that is refused: 400 InvalidMintItem

  Scenario: Ordering an item that is not in the catalog
    When Northwind orders 10 tokens
    Then that is refused: 400 InvalidOrderItem

  Scenario: Minting nothing
    Given a catalog item
    When the operator mints 0 tokens
    Then that is refused: 400 InvalidMintQuantity

  Scenario: Ordering nothing
    Given a catalog item
    When Northwind orders 0 tokens
    Then that is refused: 400 InvalidOrderQuantity

  Scenario Outline: A partner sees nothing of another's
    Given a catalog item
    And 10 tokens in circulation
    And an order of 2 tokens by Northwind
    When Fabrikam <does something>
    Then that is refused: 404 NotFound

    Examples:
      | does something       |
      | looks at the order   |
      | cancels the order    |
      | activates the order  |
      | returns the order    |
      | voids the order      |
      | looks at the token   |
      | deactivates the token |
      | voids the token      |

  Scenario: A partner's list of orders names no other's
    Given a catalog item
    And 10 tokens in circulation
    And an order of 2 tokens by Northwind
    When Fabrikam lists the orders of the item
    Then there are none
    When Northwind lists the orders of the item
    Then there is 1

  Scenario Outline: Who may do what
    Given a catalog item
    When <who> <does something>
    Then that is refused: <refusal>

    Examples:
      | who            | does something    | refusal          |
      | a stranger     | mints 10 tokens   | 401 Unauthorized |
      | a stranger     | orders 10 tokens  | 401 Unauthorized |
      | a stranger     | redeems "12345"   | 401 Unauthorized |
      | the storefront | mints 10 tokens   | 403 Forbidden    |
      | the storefront | orders 10 tokens  | 403 Forbidden    |
      | Northwind      | mints 10 tokens   | 403 Forbidden    |
      | Northwind      | redeems "12345"   | 403 Forbidden    |
