# Made by terraform/state, which is applied once, before this root.
terraform {
  backend "s3" {
    bucket              = "ml-inference-dev-cluster-tfstate-777788889999"
    key                 = "ml-inference-dev-cluster/terraform.tfstate"
    region              = "ap-southeast-2"
    allowed_account_ids = ["777788889999"]
    kms_key_id          = "arn:aws:kms:ap-southeast-2:777788889999:alias/ml-inference-dev-cluster-tfstate-777788889999"
    encrypt             = true
    use_lockfile        = true
  }
}
